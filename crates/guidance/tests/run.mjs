// Runs the module as the worker of a page does, on the pictures of a plan; writes what it said.

import { readFileSync } from 'node:fs';

const plan = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const code = await WebAssembly.compile(readFileSync(plan.module));
// What its libraries declare for binding generators, and nothing ever calls.
const imports = {};
for (const { module, name } of WebAssembly.Module.imports(code)) {
  if (!module.startsWith('__wbindgen')) throw new Error(`the module wants ${module} ${name} from outside`);
  (imports[module] ??= {})[name] = () => {
    throw new Error(`the module called ${name}`);
  };
}

const answers = [];
for (const picture of plan.pictures) {
  const { exports: module } = await WebAssembly.instantiate(code, imports);
  const write = (part, bytes) => {
    const place = module.room(part, bytes.length);
    if (place === 0) throw new Error(`no room for ${bytes.length} bytes`);
    new Uint8Array(module.memory.buffer, place, bytes.length).set(bytes);
  };
  if (module.look(1, 1, 0, 0, 0, 1, 1, 1) >= 0) throw new Error('it looked before it began');
  if (picture.face) {
    if (module.begin(1) >= 0) throw new Error('it began without models');
    plan.models.forEach((file, index) => write(index + 1, readFileSync(file)));
  }
  if (module.begin(picture.face ? 1 : 0) < 0) throw new Error('it does not begin');
  const pixels = readFileSync(picture.file);
  const [width, height] = plan.size;
  const said = [];
  for (let look = 0; look < plan.looks; look += 1) {
    const from = performance.now();
    write(0, pixels);
    const advice = module.look(width, height, look * plan.pause, ...plan.frame, plan.scale);
    const took = performance.now() - from;
    if (advice < 0) throw new Error(`${picture.file}: ${advice}`);
    const { buffer } = module.memory;
    const word = new TextDecoder().decode(new Uint8Array(buffer, module.word(advice), module.word_length(advice)));
    said.push({ word, seen: [...new Float32Array(buffer, module.seen(), 12)], took });
  }
  if (module.look(width + 1, height, 0, 0, 0, 1, 1, 1) >= 0) throw new Error('it took a picture of another size');
  answers.push(said);
}
process.stdout.write(JSON.stringify(answers));
