/**
 * The tree of a Python program: CPython's `ast` by name and meaning, with offsets (UTF-16 units)
 * into the whole text, and `Missing` where broken text leaves a hole. Never partial in its types:
 * whatever the text, every field is there.
 */
export interface Module {
  readonly kind: 'Module';
  readonly start: number;
  readonly end: number;
  readonly body: readonly Statement[];
  readonly errors: readonly SyntaxFault[];
}

export interface SyntaxFault extends Range {
  readonly message: string;
  /** Nothing is wrong here as far as is known: the text is left unread for its size. */
  readonly unread?: boolean;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Offsets are moved in place when text before a reused chunk changes; nobody else writes them. */
interface NodeBase {
  start: number;
  end: number;
}

interface Of<Kind extends string> extends NodeBase {
  readonly kind: Kind;
}

export type Node =
  | Statement
  | Expression
  | Argument
  | Keyword
  | Parameter
  | Alias
  | WithItem
  | ExceptHandler
  | Comprehension
  | MatchCase
  | Pattern;

// ---- expressions -------------------------------------------------------------------------------

export type Expression =
  | Name
  | NumberLiteral
  | StringLiteral
  | BytesLiteral
  | FormattedString
  | NamedConstant
  | TupleExpression
  | ListExpression
  | SetExpression
  | DictExpression
  | BinaryOperation
  | UnaryOperation
  | BooleanOperation
  | Comparison
  | Conditional
  | NamedExpression
  | Call
  | Attribute
  | Subscript
  | Slice
  | Starred
  | Lambda
  | ListComprehension
  | SetComprehension
  | DictComprehension
  | GeneratorExpression
  | Await
  | Yield
  | YieldFrom
  | Missing;

export interface Name extends Of<'Name'> {
  readonly id: string;
}
/** `value` is undefined for an int beyond 2^53, which `text` still has. */
export interface NumberLiteral extends Of<'Number'> {
  readonly type: 'int' | 'float' | 'complex';
  readonly value: number | undefined;
  readonly text: string;
}
/** Adjacent literals are one; escapes are resolved. */
export interface StringLiteral extends Of<'String'> {
  readonly value: string;
}
export interface BytesLiteral extends Of<'Bytes'> {
  readonly value: string;
}
/** `f"…"`: literal text and replacement fields in turn. */
export interface FormattedString extends Of<'FormattedString'> {
  readonly parts: readonly (string | FormattedValue)[];
  /** `t"…"`: not text but a template of its parts. */
  readonly template?: boolean;
}
export interface FormattedValue extends NodeBase {
  readonly value: Expression;
  readonly conversion: '' | 's' | 'r' | 'a';
  readonly format: FormattedString | undefined;
  /** The expression's own text with the `=` of `{x=}`, else undefined. */
  readonly debug: string | undefined;
}
export interface NamedConstant extends Of<'Constant'> {
  readonly value: 'None' | 'True' | 'False' | 'Ellipsis';
}
export interface TupleExpression extends Of<'Tuple'> {
  readonly elements: readonly Expression[];
}
export interface ListExpression extends Of<'List'> {
  readonly elements: readonly Expression[];
}
export interface SetExpression extends Of<'Set'> {
  readonly elements: readonly Expression[];
}
/** A pair without a key is `**value`. */
export interface DictExpression extends Of<'Dict'> {
  readonly entries: readonly { readonly key: Expression | undefined; readonly value: Expression }[];
}
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '<<' | '>>' | '&' | '|' | '^';
export interface BinaryOperation extends Of<'BinaryOperation'> {
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface UnaryOperation extends Of<'UnaryOperation'> {
  readonly operator: '-' | '+' | '~' | 'not';
  readonly operand: Expression;
}
export interface BooleanOperation extends Of<'BooleanOperation'> {
  readonly operator: 'and' | 'or';
  readonly operands: readonly Expression[];
}
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in';
/** `a < b <= c`: one more operand than operators. */
export interface Comparison extends Of<'Comparison'> {
  readonly operands: readonly Expression[];
  readonly operators: readonly ComparisonOperator[];
}
export interface Conditional extends Of<'Conditional'> {
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}
export interface NamedExpression extends Of<'NamedExpression'> {
  readonly target: Name;
  readonly value: Expression;
}
export interface Call extends Of<'Call'> {
  readonly callee: Expression;
  /** Positional ones and `*args` (whose value is `Starred`), in order. */
  readonly positional: readonly Expression[];
  readonly keywords: readonly Keyword[];
}
/** `name=value`, or `**value` where `name` is undefined. */
export interface Keyword extends Of<'Keyword'> {
  readonly name: string | undefined;
  readonly value: Expression;
}
export interface Attribute extends Of<'Attribute'> {
  readonly object: Expression;
  readonly name: string;
  nameStart: number;
}
export interface Subscript extends Of<'Subscript'> {
  readonly object: Expression;
  readonly index: Expression;
}
export interface Slice extends Of<'Slice'> {
  readonly lower: Expression | undefined;
  readonly upper: Expression | undefined;
  readonly step: Expression | undefined;
}
export interface Starred extends Of<'Starred'> {
  readonly value: Expression;
}
export interface Lambda extends Of<'Lambda'> {
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}
export interface ListComprehension extends Of<'ListComprehension'> {
  readonly element: Expression;
  readonly generators: readonly Comprehension[];
}
export interface SetComprehension extends Of<'SetComprehension'> {
  readonly element: Expression;
  readonly generators: readonly Comprehension[];
}
export interface DictComprehension extends Of<'DictComprehension'> {
  readonly key: Expression;
  readonly value: Expression;
  readonly generators: readonly Comprehension[];
}
export interface GeneratorExpression extends Of<'GeneratorExpression'> {
  readonly element: Expression;
  readonly generators: readonly Comprehension[];
}
export interface Comprehension extends Of<'Comprehension'> {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
  readonly async: boolean;
}
export interface Await extends Of<'Await'> {
  readonly value: Expression;
}
export interface Yield extends Of<'Yield'> {
  readonly value: Expression | undefined;
}
export interface YieldFrom extends Of<'YieldFrom'> {
  readonly value: Expression;
}
/** A place where an expression should stand. */
export interface Missing extends Of<'Missing'> {}

// ---- statements --------------------------------------------------------------------------------

export type Statement =
  | ExpressionStatement
  | Assign
  | AugmentedAssign
  | AnnotatedAssign
  | Return
  | Delete
  | Pass
  | Break
  | Continue
  | If
  | For
  | While
  | With
  | Try
  | Raise
  | Assert
  | Match
  | FunctionDefinition
  | ClassDefinition
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | TypeAlias;

export interface ExpressionStatement extends Of<'Expression'> {
  readonly value: Expression;
}
/** `a = b = value` has two targets. */
export interface Assign extends Of<'Assign'> {
  readonly targets: readonly Expression[];
  readonly value: Expression;
}
export interface AugmentedAssign extends Of<'AugmentedAssign'> {
  readonly target: Expression;
  readonly operator: BinaryOperator;
  readonly value: Expression;
}
export interface AnnotatedAssign extends Of<'AnnotatedAssign'> {
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | undefined;
}
export interface Return extends Of<'Return'> {
  readonly value: Expression | undefined;
}
export interface Delete extends Of<'Delete'> {
  readonly targets: readonly Expression[];
}
export interface Pass extends Of<'Pass'> {}
export interface Break extends Of<'Break'> {}
export interface Continue extends Of<'Continue'> {}
/** `elif` is an If alone in `otherwise`. */
export interface If extends Of<'If'> {
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface For extends Of<'For'> {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
  readonly async: boolean;
}
export interface While extends Of<'While'> {
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface With extends Of<'With'> {
  readonly items: readonly WithItem[];
  readonly body: readonly Statement[];
  readonly async: boolean;
}
export interface WithItem extends Of<'WithItem'> {
  readonly context: Expression;
  readonly target: Expression | undefined;
}
export interface Try extends Of<'Try'> {
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly otherwise: readonly Statement[];
  readonly finally: readonly Statement[];
}
export interface ExceptHandler extends Of<'ExceptHandler'> {
  readonly type: Expression | undefined;
  readonly name: string | undefined;
  readonly body: readonly Statement[];
}
export interface Raise extends Of<'Raise'> {
  readonly exception: Expression | undefined;
  readonly cause: Expression | undefined;
}
export interface Assert extends Of<'Assert'> {
  readonly test: Expression;
  readonly message: Expression | undefined;
}
export interface Match extends Of<'Match'> {
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}
export interface MatchCase extends Of<'MatchCase'> {
  readonly pattern: Pattern;
  readonly guard: Expression | undefined;
  readonly body: readonly Statement[];
}
export type Pattern =
  | ValuePattern
  | CapturePattern
  | SequencePattern
  | MappingPattern
  | ClassPattern
  | StarPattern
  | OrPattern;
export interface ValuePattern extends Of<'ValuePattern'> {
  readonly value: Expression;
}
/** `name`, `_`, or `pattern as name`. */
export interface CapturePattern extends Of<'CapturePattern'> {
  readonly pattern: Pattern | undefined;
  readonly name: string;
}
export interface SequencePattern extends Of<'SequencePattern'> {
  readonly elements: readonly Pattern[];
}
export interface MappingPattern extends Of<'MappingPattern'> {
  readonly entries: readonly { readonly key: Expression; readonly pattern: Pattern }[];
  readonly rest: string | undefined;
}
export interface ClassPattern extends Of<'ClassPattern'> {
  readonly type: Expression;
  readonly positional: readonly Pattern[];
  readonly keywords: readonly { readonly name: string; readonly pattern: Pattern }[];
}
export interface StarPattern extends Of<'StarPattern'> {
  readonly name: string | undefined;
}
export interface OrPattern extends Of<'OrPattern'> {
  readonly alternatives: readonly Pattern[];
}

export interface FunctionDefinition extends Of<'Function'> {
  readonly name: string;
  nameStart: number;
  readonly parameters: readonly Parameter[];
  readonly returns: Expression | undefined;
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly async: boolean;
  /** Whether the body (nested functions apart) has a `yield`. */
  readonly generator: boolean;
}
export interface Parameter extends Of<'Parameter'> {
  readonly name: string;
  readonly style: 'positional-only' | 'plain' | 'keyword-only' | '*' | '**';
  readonly annotation: Expression | undefined;
  readonly default: Expression | undefined;
}
export type Argument = Keyword;
export interface ClassDefinition extends Of<'Class'> {
  readonly name: string;
  nameStart: number;
  readonly bases: readonly Expression[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
}
export interface Import extends Of<'Import'> {
  readonly names: readonly Alias[];
}
/** `from ..pkg import a as b, *`: `level` counts the dots. */
export interface ImportFrom extends Of<'ImportFrom'> {
  readonly module: string;
  readonly level: number;
  readonly names: readonly Alias[];
}
export interface Alias extends Of<'Alias'> {
  readonly name: string;
  readonly as: string | undefined;
}
export interface Global extends Of<'Global'> {
  readonly names: readonly string[];
}
export interface Nonlocal extends Of<'Nonlocal'> {
  readonly names: readonly string[];
}
export interface TypeAlias extends Of<'TypeAlias'> {
  readonly name: string;
  readonly value: Expression;
}
