/** What a line looks like at its first character. All are guesses for broken text; whole text is never judged by them. */

const definition = /(?:def|class|import|async[ \t]+def)\b|@|from[ \t]+[\w.]+[ \t]+import\b/y;
const continuation = /(?:else|elif|except|finally)\b|[)\]}]/y;
const keyword = /(?:while|with|try|return|del|raise|global|nonlocal|pass|break|continue|assert)\b/y;
const block = /(?:if|for|elif|else|except|finally|match)\b.*:[ \t]*(?:#.*)?$/my;
const assignment =
  /[A-Za-z_][\w.]*(?:\[[^\]\n]*\])*(?:[ \t]*,[ \t]*[A-Za-z_][\w.]*)*[ \t]*(?::[^=\n]+)?(?:[-+*/%&|^@]|\/\/|\*\*|<<|>>)?=(?!=)/y;
const call = /[A-Za-z_]\w*(?:\.\w+)*\(/y;
/** A line that ends in a comma is an argument or an element. */
const listed = /[^\n\r#]*,[ \t]*(?:#.*)?$/my;

/** A definition or an import: nothing that could stand at column 0 within brackets. */
export function startsDefinition(text: string, at: number): boolean {
  return matches(definition, text, at);
}

/** A clause or a closing bracket: the statement before goes on. */
export function continuesStatement(text: string, at: number): boolean {
  return matches(continuation, text, at);
}

export function startsStatement(text: string, at: number): boolean {
  if (matches(definition, text, at) || matches(keyword, text, at) || matches(block, text, at)) return true;
  return (matches(assignment, text, at) || matches(call, text, at)) && !matches(listed, text, at);
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
