import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { chatOf, isLogged, type FrameType, type ServerFrame } from './frames';

/** What the server says, one of each type: its own tests compare the file with what is really said. */
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const text = readFileSync(join(root, '../../tests/fixtures/frames.json'), 'utf8');
const samples = JSON.parse(text) as Record<FrameType, ServerFrame>;

/** What the compiler says of the samples, taken for frames. */
function complaints(json: string): string[] {
  const file = join(here, 'samples.check.ts');
  const source = `import type { FrameType, ServerFrame } from './frames';\nexport const samples: { [Type in FrameType]: Extract<ServerFrame, { type: Type }> } = ${json};\n`;
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const options = { ...config.options, types: [], lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : read(name, ...rest);
  const program = ts.createProgram([file], options, host);
  const checked = program.getSourceFiles().find((one) => one.fileName === file);
  return program
    .getSemanticDiagnostics(checked)
    .map((found) => ts.flattenDiagnosticMessageText(found.messageText, '\n').slice(0, 400));
}

describe('the samples of frames', () => {
  it('are all that is known, and of the shapes that the pages expect', () => {
    expect(complaints(text)).toEqual([]);
    expect(complaints(text.replace('"readSeq"', '"readSequence"'))).not.toEqual([]);
  }, 60_000);

  it('belong to a log or are hints', () => {
    for (const [type, frame] of Object.entries(samples)) {
      expect(frame.type).toBe(type);
      const isNumbered = typeof (frame as { seq?: unknown }).seq === 'number';
      expect(isLogged(frame), type).toBe(isNumbered);
      if (/^(receipts?|typing|chat)/.test(type)) expect(chatOf(frame as never), type).not.toBe('');
    }
  });
});
