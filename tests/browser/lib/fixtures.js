// Documents, selfies, films and hostile files, written by the `fixtures` program.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = new URL('../../../artifacts/fixtures/', import.meta.url).pathname;

/** The path of a file that the program writes; written first unless it is there and of today. */
export function fixture(name) {
  return join(folder(), name);
}

/** What the program says of its files: `{ today, documents, hostile }`. */
export function manifest() {
  return JSON.parse(readFileSync(fixture('manifest.json'), 'utf8'));
}

/** A document by its name, e.g. `passport-a`. */
export function document(name) {
  return manifest().documents.find((document) => document.name === name);
}

function folder() {
  const program = process.env.BONAFIDE_FIXTURES;
  if (!program) throw new Error('BONAFIDE_FIXTURES is not set; run the tests with `cargo xtask test browser`');
  const today = new Date().toISOString().slice(0, 10);
  const written = join(FOLDER, 'manifest.json');
  const current =
    existsSync(written) &&
    statSync(written).mtimeMs > statSync(program).mtimeMs &&
    JSON.parse(readFileSync(written, 'utf8')).today === today;
  if (!current) execFileSync(program, [FOLDER, today], { stdio: 'inherit' });
  return FOLDER;
}
