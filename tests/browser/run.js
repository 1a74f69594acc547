// Runs the specs, two at once. A file of which something failed runs once more, by itself: a browser
// that crashed, or a film that played too slowly beside another one, is no fault of the product. What
// failed only the first time is named at the end; what fails twice has failed.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/** The totals of each run are left out: only what counts is told, once, at the end. */
const COUNT = /^(tests|suites|pass|fail|cancelled|skipped|todo) \d+$/;

const folder = join(import.meta.dirname, 'specs');
const all = readdirSync(folder).filter((file) => file.endsWith('.test.js'));
const wanted = process.argv.slice(2);
const files = all.filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)));

/** Runs some files; gives what passed and what failed of each. */
async function round(names, concurrency) {
  const tallies = new Map(names.map((name) => [join(folder, name), { passed: 0, failed: [] }]));
  const count = ({ file, name, details }, passed) => {
    const tally = tallies.get(file);
    // Suites are told with what is in them, unless they never began.
    const began = passed || details?.error?.failureType !== 'hookFailed';
    if (!tally || (details?.type === 'suite' && began)) return;
    if (passed) tally.passed += 1;
    else tally.failed.push(name);
  };
  const told = new Transform({
    objectMode: true,
    transform(event, _encoding, done) {
      const { type, data } = event;
      if (type === 'test:pass' && !data.skip && !data.todo) count(data, true);
      if (type === 'test:fail') count(data, false);
      if (type === 'test:diagnostic' && COUNT.test(data.message)) done();
      else done(null, event);
    },
  });
  const stream = run({ files: [...tallies.keys()], concurrency }).pipe(told).pipe(new spec());
  for await (const chunk of stream) process.stdout.write(chunk);
  return tallies;
}

const first = await round(files, 2);
const failed = files.filter((name) => first.get(join(folder, name)).failed.length > 0);
const again = failed.length > 0 ? await round(failed, 1) : new Map();
const counted = [...first].map(([file, tally]) => again.get(file) ?? tally);
const sum = (of) => counted.reduce((total, tally) => total + of(tally), 0);
for (const name of failed) {
  const file = join(folder, name);
  const still = again.get(file).failed;
  for (const test of first.get(file).failed) {
    console.log(`${still.includes(test) ? 'failed twice' : 'failed once '} ${name}: ${test}`);
  }
}
console.log(`ℹ pass ${sum((tally) => tally.passed)}`);
console.log(`ℹ fail ${sum((tally) => tally.failed.length)}`);
process.exitCode = sum((tally) => tally.failed.length) > 0 ? 1 : 0;
