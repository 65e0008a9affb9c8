import { CompletionItemKind, DiagnosticSeverity, SymbolKind } from 'vscode-languageserver';
import type { Completion } from '../ide/completion.js';
import type { DocumentSymbol } from '../ide/symbols.js';
import type { Problem } from '../language/recorder.js';

export const severities: Readonly<Record<Problem['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const symbolKinds: Readonly<Record<DocumentSymbol['kind'], SymbolKind>> = {
  model: SymbolKind.Module,
  layer: SymbolKind.Field,
  function: SymbolKind.Function,
  class: SymbolKind.Class,
};

export const completionKinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  class: CompletionItemKind.Class,
  function: CompletionItemKind.Function,
  method: CompletionItemKind.Method,
  property: CompletionItemKind.Property,
  module: CompletionItemKind.Module,
  constant: CompletionItemKind.Constant,
  argument: CompletionItemKind.Variable,
  value: CompletionItemKind.Value,
  layer: CompletionItemKind.Field,
};
