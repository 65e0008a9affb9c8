import { lackOf, lackOfModule } from './library/keras/public-names.js';

/** `import a.b` and `from a.b import …`, the latter on one line or in parentheses, of Keras at the left margin. */
const importOfKeras =
  /^(?:import\s+((?:tensorflow\.)?keras\.[\w.]+)|from\s+((?:tensorflow\.)?keras(?:\.[\w.]+)?)\s+import\s+(?:\(([^()]*)\)|([^(\n]*)))/gm;

/** Keras 3's alone: who writes them does not write for Keras 2. */
const newer =
  /^\s*(?:import\s+keras_core|from\s+keras(?:\.ops|\.random)?\s+import\s+.*\b(?:ops|random)\b)|\bkeras\.(?:ops|random)\./m;

/** What is written of older code there tells nothing. */
const stringOrComment = /("""|''')[\s\S]*?\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g;

/** An optimiser's learning rate by its name of Keras 1 and 2. */
const olderRate = /\b(?:SGD|RMSprop|Adagrad|Adadelta|Adam|Adamax|Nadam)\((?:[^()]*,)?\s*lr\s*=/;

/**
 * What tells that a program is written for Keras 2, as it is spelled: a module or a name that it imports without asking
 * whether it is there, or `lr=`. undefined where nothing does, or something tells of Keras 3.
 */
export function olderThanKeras3(program: string): string | undefined {
  const text = program.replace(stringOrComment, (found) => (found.startsWith('#') ? '' : "''"));
  if (newer.test(text)) return undefined;
  for (const [, module, from, several, one] of text.matchAll(importOfKeras)) {
    const spelled = (module ?? from) as string;
    if (lackOfModule(spelled)?.once) return spelled;
    const own = spelled.replace(/^tensorflow\./, '');
    const names = (several ?? one ?? '').split(',');
    for (const each of names) {
      const name = each.trim().split(/\s/)[0] ?? '';
      if (name && lackOf(own, name, true, spelled)?.once) return `${spelled}.${name}`;
    }
  }
  const usesKeras =
    /^\s*(?:import|from)\s+(?:tensorflow|keras)\b/m.test(text) && !/^\s*(?:import|from)\s+torch\b/m.test(text);
  return usesKeras && olderRate.test(text) ? 'lr=' : undefined;
}
