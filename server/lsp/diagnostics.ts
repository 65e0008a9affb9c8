import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { diagnostics as problemsOf } from '../ide/diagnostics.js';
import type { Problem } from '../language/recorder.js';
import { severities, toRange } from './convert.js';
import type { Feature } from './feature.js';

/** Pushed after each analysis: every client takes them so, and nothing is asked twice. */
export const diagnostics: Feature = {
  capabilities: {},
  register({ connection, documents }) {
    documents.onAnalysed((uri, version, result) => {
      const found =
        'declined' in result
          ? [note(result.declined)]
          : problemsOf(result.analysis).map((problem) => toDiagnostic(result.text, problem));
      void connection.sendDiagnostics({ uri, version, diagnostics: found });
    });
  },
};

export function toDiagnostic(text: TextDocument, problem: Problem): Diagnostic {
  return {
    range: toRange(text, problem),
    severity: severities[problem.severity],
    code: problem.rule,
    source: 'layerscope',
    message: problem.message,
  };
}

/** Stands at the start of a file. */
function note(message: string): Diagnostic {
  const start = { line: 0, character: 0 };
  return { range: { start, end: start }, severity: DiagnosticSeverity.Information, source: 'layerscope', message };
}
