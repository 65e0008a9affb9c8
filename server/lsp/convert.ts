import type { Range as LspRange } from 'vscode-languageserver';
import { DiagnosticSeverity, SymbolKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentSymbol } from '../ide/symbols.js';
import type { Problem } from '../language/recorder.js';

/** Offsets of a text to LSP's lines and columns, and back. */
export function toRange(
  text: TextDocument,
  { start, end }: { readonly start: number; readonly end: number },
): LspRange {
  return { start: text.positionAt(start), end: text.positionAt(end) };
}

export function toOffsets(
  text: TextDocument,
  { start, end }: LspRange,
): { readonly start: number; readonly end: number } {
  return { start: text.offsetAt(start), end: text.offsetAt(end) };
}

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
