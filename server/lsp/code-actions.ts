import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import { type QuickFix, quickFixes } from '../ide/quick-fixes.js';
import { toDiagnostic } from './diagnostics.js';
import type { Analysed } from './documents.js';
import type { Feature } from './feature.js';

export const codeActions: Feature = {
  capabilities: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
  register({ connection, documents }) {
    connection.onCodeAction(async ({ textDocument, range, context }, token) => {
      if (context.only && !context.only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
      const found = await documents.settled(textDocument.uri, token);
      return found
        ? quickFixes(found.analysis, found.placement.offsetsOf(range)).map((fix) => toCodeAction(found, fix))
        : [];
    });
  },
};

function toCodeAction({ placement, placements }: Analysed, { title, edits, problem }: QuickFix): CodeAction {
  const changes = placements.flatMap((each) => {
    const own = edits.filter((edit) => each.holds(edit));
    return own.length > 0 ? [[each.uri, own.map((edit) => ({ range: each.rangeOf(edit), newText: edit.text }))]] : [];
  });
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(placement, problem)],
    edit: { changes: Object.fromEntries(changes) },
  };
}
