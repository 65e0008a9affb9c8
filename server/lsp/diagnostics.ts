import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { diagnostics as problemsOf } from '../ide/diagnostics.js';
import type { Problem } from '../language/recorder.js';
import { severities } from './convert.js';
import type { Analysed } from './documents.js';
import type { Feature } from './feature.js';
import type { Placement } from './placement.js';

/** Pushed after each analysis: every client takes them so, and nothing is asked twice. */
export const diagnostics: Feature = {
  capabilities: {},
  register({ connection, documents }) {
    documents.onAnalysed(({ uri, version }, result) => {
      const found = 'declined' in result ? [note(result.declined)] : diagnosticsOf(result);
      void connection.sendDiagnostics({ uri, version, diagnostics: found });
    });
  },
};

function diagnosticsOf({ analysis, placement }: Analysed): Diagnostic[] {
  return problemsOf(analysis)
    .filter((problem) => placement.holds(problem))
    .map((problem) => toDiagnostic(placement, problem));
}

export function toDiagnostic(placement: Placement, problem: Problem): Diagnostic {
  return {
    range: placement.rangeOf(problem),
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
