import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type QuickFix, quickFixes } from '../ide/quick-fixes.js';
import { toOffsets, toRange } from './convert.js';
import { toDiagnostic } from './diagnostics.js';
import type { Feature } from './feature.js';

export const codeActions: Feature = {
  capabilities: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
  register({ connection, documents }) {
    connection.onCodeAction(async ({ textDocument, range, context }, token) => {
      if (context.only && !context.only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
      const found = await documents.settled(textDocument.uri, token);
      return found
        ? quickFixes(found.analysis, toOffsets(found.text, range)).map((fix) => toCodeAction(found.text, fix))
        : [];
    });
  },
};

function toCodeAction(text: TextDocument, { title, edits, problem }: QuickFix): CodeAction {
  const changes = edits.map((edit) => ({ range: toRange(text, edit), newText: edit.text }));
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(text, problem)],
    edit: { changes: { [text.uri]: changes } },
  };
}
