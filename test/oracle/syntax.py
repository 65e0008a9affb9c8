"""Asks CPython what the snippets beside this file mean: `python syntax.py > syntax.json`.

The answer is CPython's own tree in a compact form, which test/syntax makes of ours as well: lists of a kind and its parts,
absent parts as null, names and calls with their offsets. `python syntax.py --files < PATHS` prints one hash a file instead, to
compare a whole library."""

import ast
import hashlib
import json
import struct
import sys

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**", ast.MatMult: "@",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.UAdd: "+", ast.USub: "-", ast.Invert: "~", ast.Not: "not", ast.And: "and", ast.Or: "or",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}


class Form:
    def __init__(self, text, places=True):
        self.places = places
        self.lines = [0]
        self.bytes = [line.encode("utf-8", "surrogatepass") for line in text.splitlines(keepends=True)]
        # ast counts lines as the tokenizer does: only \n, \r\n and \r end one.
        data = text.replace("\r\n", "\n").replace("\r", "\n")
        self.bytes = [line.encode("utf-8", "surrogatepass") for line in data.split("\n")]
        for line in data.split("\n"):
            self.lines.append(self.lines[-1] + len(line.encode("utf-16-le", "surrogatepass")) // 2 + 1)

    def offset(self, line, column):
        before = self.bytes[line - 1][:column].decode("utf-8", "surrogatepass")
        return self.lines[line - 1] + len(before.encode("utf-16-le", "surrogatepass")) // 2

    def place(self, node):
        if not self.places:
            return []
        return [self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)]

    def all(self, nodes):
        return [self.of(node) for node in nodes]

    def of(self, node):
        if node is None:
            return None
        name = type(node).__name__
        return getattr(self, name)(node)

    def Module(self, n): return self.all(n.body)
    def Expr(self, n): return ["Expression", self.of(n.value)]
    def Assign(self, n): return ["Assign", self.all(n.targets), self.of(n.value)]
    def AugAssign(self, n): return ["AugmentedAssign", self.of(n.target), OPERATORS[type(n.op)], self.of(n.value)]
    def AnnAssign(self, n): return ["AnnotatedAssign", self.of(n.target), self.of(n.annotation), self.of(n.value)]
    def Return(self, n): return ["Return", self.of(n.value)]
    def Delete(self, n): return ["Delete", self.all(n.targets)]
    def Pass(self, n): return ["Pass"]
    def Break(self, n): return ["Break"]
    def Continue(self, n): return ["Continue"]
    def If(self, n): return ["If", self.of(n.test), self.all(n.body), self.all(n.orelse)]
    def For(self, n): return ["For", self.of(n.target), self.of(n.iter), self.all(n.body), self.all(n.orelse), isinstance(n, ast.AsyncFor)]
    AsyncFor = For
    def While(self, n): return ["While", self.of(n.test), self.all(n.body), self.all(n.orelse)]
    def With(self, n): return ["With", [[self.of(i.context_expr), self.of(i.optional_vars)] for i in n.items], self.all(n.body), isinstance(n, ast.AsyncWith)]
    AsyncWith = With
    def Try(self, n): return ["Try", self.all(n.body), [[self.of(h.type), h.name, self.all(h.body)] for h in n.handlers], self.all(n.orelse), self.all(n.finalbody)]
    TryStar = Try
    def Raise(self, n): return ["Raise", self.of(n.exc), self.of(n.cause)]
    def Assert(self, n): return ["Assert", self.of(n.test), self.of(n.msg)]
    def Match(self, n): return ["Match", self.of(n.subject), [[self.of(c.pattern), self.of(c.guard), self.all(c.body)] for c in n.cases]]
    def Import(self, n): return ["Import", [[a.name, a.asname] for a in n.names]]
    def ImportFrom(self, n): return ["ImportFrom", n.module or "", n.level, [[a.name, a.asname] for a in n.names]]
    def Global(self, n): return ["Global", n.names]
    def Nonlocal(self, n): return ["Nonlocal", n.names]
    def TypeAlias(self, n): return ["TypeAlias", n.name.id, self.of(n.value)]

    def FunctionDef(self, n):
        return ["Function", *self.place(n), n.name, self.parameters(n.args), self.of(n.returns), self.all(n.body),
                self.all(n.decorator_list), isinstance(n, ast.AsyncFunctionDef), yields(n.body)]
    AsyncFunctionDef = FunctionDef

    def ClassDef(self, n):
        return ["Class", *self.place(n), n.name, self.all(n.bases), self.keywords(n), self.all(n.body), self.all(n.decorator_list)]

    def parameters(self, a):
        plain = [(p, "positional-only") for p in a.posonlyargs] + [(p, "plain") for p in a.args]
        defaults = [None] * (len(plain) - len(a.defaults)) + a.defaults
        result = [[p.arg, style, self.of(p.annotation), self.of(d)] for (p, style), d in zip(plain, defaults)]
        if a.vararg:
            result.append([a.vararg.arg, "*", self.of(a.vararg.annotation), None])
        result += [[p.arg, "keyword-only", self.of(p.annotation), self.of(d)] for p, d in zip(a.kwonlyargs, a.kw_defaults)]
        if a.kwarg:
            result.append([a.kwarg.arg, "**", self.of(a.kwarg.annotation), None])
        return result

    def keywords(self, n): return [[k.arg, self.of(k.value)] for k in n.keywords]
    def Name(self, n): return ["Name", *self.place(n), n.id]

    def Constant(self, n):
        v = n.value
        if v is None or v is True or v is False:
            return ["Constant", str(v)]
        if v is Ellipsis:
            return ["Constant", "Ellipsis"]
        if isinstance(v, str):
            return ["String", v]
        if isinstance(v, bytes):
            return ["Bytes", v.decode("latin-1")]
        if isinstance(v, int):
            return ["Number", "int", str(v) if v < 2**53 else None]
        return ["Number", "complex" if isinstance(v, complex) else "float", struct.pack(">d", v.imag if isinstance(v, complex) else v).hex()]

    def JoinedStr(self, n):
        parts = []
        for v in n.values:
            part = v.value if isinstance(v, ast.Constant) else [self.of(v.value), "" if v.conversion < 0 else chr(v.conversion), v.format_spec and self.of(v.format_spec)]
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            elif part != "":
                parts.append(part)
        return ["FormattedString", parts]

    def Tuple(self, n): return ["Tuple", self.all(n.elts)]
    def List(self, n): return ["List", self.all(n.elts)]
    def Set(self, n): return ["Set", self.all(n.elts)]
    def Dict(self, n): return ["Dict", [[self.of(k), self.of(v)] for k, v in zip(n.keys, n.values)]]
    def BinOp(self, n): return ["BinaryOperation", OPERATORS[type(n.op)], self.of(n.left), self.of(n.right)]
    def UnaryOp(self, n): return ["UnaryOperation", OPERATORS[type(n.op)], self.of(n.operand)]
    def BoolOp(self, n): return ["BooleanOperation", OPERATORS[type(n.op)], self.all(n.values)]
    def Compare(self, n): return ["Comparison", [OPERATORS[type(o)] for o in n.ops], self.all([n.left, *n.comparators])]
    def IfExp(self, n): return ["Conditional", self.of(n.test), self.of(n.body), self.of(n.orelse)]
    def NamedExpr(self, n): return ["NamedExpression", n.target.id, self.of(n.value)]
    def Call(self, n): return ["Call", *self.place(n), self.of(n.func), self.all(n.args), self.keywords(n)]
    def Attribute(self, n): return ["Attribute", *self.place(n), self.of(n.value), n.attr]
    def Subscript(self, n): return ["Subscript", self.of(n.value), self.of(n.slice)]
    def Slice(self, n): return ["Slice", self.of(n.lower), self.of(n.upper), self.of(n.step)]
    def Starred(self, n): return ["Starred", self.of(n.value)]
    def Lambda(self, n): return ["Lambda", self.parameters(n.args), self.of(n.body)]
    def generators(self, n): return [[self.of(g.target), self.of(g.iter), self.all(g.ifs), bool(g.is_async)] for g in n.generators]
    def ListComp(self, n): return ["ListComprehension", self.of(n.elt), self.generators(n)]
    def SetComp(self, n): return ["SetComprehension", self.of(n.elt), self.generators(n)]
    def DictComp(self, n): return ["DictComprehension", self.of(n.key), self.of(n.value), self.generators(n)]
    def GeneratorExp(self, n): return ["GeneratorExpression", self.of(n.elt), self.generators(n)]
    def Await(self, n): return ["Await", self.of(n.value)]
    def Yield(self, n): return ["Yield", self.of(n.value)]
    def YieldFrom(self, n): return ["YieldFrom", self.of(n.value)]

    def MatchValue(self, n): return ["ValuePattern", self.of(n.value)]
    def MatchSingleton(self, n): return ["ValuePattern", ["Constant", str(n.value)]]
    def MatchSequence(self, n): return ["SequencePattern", self.all(n.patterns)]
    def MatchMapping(self, n): return ["MappingPattern", [[self.of(k), self.of(p)] for k, p in zip(n.keys, n.patterns)], n.rest]
    def MatchClass(self, n): return ["ClassPattern", self.of(n.cls), self.all(n.patterns), [[k, self.of(p)] for k, p in zip(n.kwd_attrs, n.kwd_patterns)]]
    def MatchStar(self, n): return ["StarPattern", n.name]
    def MatchAs(self, n): return ["CapturePattern", self.of(n.pattern), n.name or "_"]
    def MatchOr(self, n): return ["OrPattern", self.all(n.patterns)]


def yields(body):
    todo = list(body)
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            todo.extend(ast.iter_child_nodes(node))
    return False


def form(text, places=True):
    return Form(text, places).of(ast.parse(text))


if __name__ == "__main__":
    if "--files" in sys.argv:
        sys.setrecursionlimit(10000)
        import warnings
        warnings.simplefilter("ignore")
        for path in sys.stdin.read().split("\n"):
            try:
                with open(path, encoding="utf-8", newline="") as file:
                    text = file.read()
                if text.startswith("\ufeff"):
                    text = text[1:]
                tree = json.dumps(form(text, "--places" in sys.argv), ensure_ascii=True, separators=(",", ":"))
                print(path, hashlib.sha1(tree.encode()).hexdigest())
            except (SyntaxError, UnicodeDecodeError, ValueError, RecursionError, FileNotFoundError) as error:
                print(path, "invalid:" + type(error).__name__)
    else:
        import pathlib
        snippets = pathlib.Path(__file__).with_name("syntax.txt").read_text(encoding="utf-8").split("\n#----\n")
        answers = [{"text": text, "tree": form(text)} for text in snippets]
        lines = ",\n".join(json.dumps(answer, ensure_ascii=False) for answer in answers)
        print(f'{{"python": "{sys.version.split()[0]}", "snippets": [\n{lines}\n]}}')
