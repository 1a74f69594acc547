// The worker of camera pages: loads the guidance module and its models, is given pictures and gives
// advice. It is given one picture at a time and keeps none.

/** What the page asks of the worker. */
export type Ask =
  | { kind: "begin"; face: boolean; module: string; models: string[] }
  | { kind: "look"; pixels: ArrayBuffer; width: number; height: number; at: number; frame: Rectangle; scale: number };

/** What the worker answers. */
export type Answer =
  | { kind: "begun" }
  | { kind: "gone"; why: string }
  | ({ kind: "seen" } & Seen);

/** Left, top, width and height. */
export type Rectangle = [number, number, number, number];

/** What was seen on a picture; places are in its pixels. */
export interface Seen {
  /** The word of the advice. */
  advice: string;
  /** How much of the moment of holding still has passed, 0 to 1. */
  held: number;
  /** Corners of what was found, x and y after each other. */
  shape: number[] | null;
  /** The middle of mirrored light. */
  spot: [number, number] | null;
  /** Width and height of the picture. */
  size: [number, number];
  /** Milliseconds that the look took. */
  took: number;
}

interface Module {
  memory: WebAssembly.Memory;
  room(part: number, bytes: number): number;
  begin(face: number): number;
  look(width: number, height: number, at: number, left: number, top: number, frameWidth: number, frameHeight: number, scale: number): number;
  seen(): number;
  word(advice: number): number;
  word_length(advice: number): number;
}

const port = self as unknown as {
  postMessage(answer: Answer): void;
  onmessage: ((event: MessageEvent<Ask>) => void) | null;
};

let module: Module | null = null;

port.onmessage = ({ data }) => {
  if (data.kind === "begin") {
    begin(data.face, data.module, data.models).then(
      () => port.postMessage({ kind: "begun" }),
      (error: unknown) => port.postMessage({ kind: "gone", why: String(error) }),
    );
    return;
  }
  try {
    port.postMessage(look(data));
  } catch (error) {
    port.postMessage({ kind: "gone", why: String(error) });
  }
};

async function begin(face: boolean, address: string, models: string[]): Promise<void> {
  const load = async (address: string): Promise<ArrayBuffer> => {
    const response = await fetch(address, { credentials: "omit" });
    if (!response.ok) {
      throw new Error(`${address}: ${response.status}`);
    }
    return response.arrayBuffer();
  };
  const [code, ...weights] = await Promise.all([address, ...models].map(load));
  const compiled = await WebAssembly.compile(code as ArrayBuffer);
  const instance = await WebAssembly.instantiate(compiled, nothing(compiled));
  const made = instance.exports as unknown as Module;
  weights.forEach((bytes, index) => write(made, index + 1, new Uint8Array(bytes)));
  const outcome = made.begin(face ? 1 : 0);
  if (outcome < 0) {
    throw new Error(`the module cannot begin: ${outcome}`);
  }
  module = made;
}

/** What the module's libraries declare for binding generators, and nothing ever calls. */
function nothing(compiled: WebAssembly.Module): WebAssembly.Imports {
  const imports: WebAssembly.Imports = {};
  for (const { module, name } of WebAssembly.Module.imports(compiled)) {
    (imports[module] ??= {})[name] = () => {
      throw new Error(`the module called ${name}`);
    };
  }
  return imports;
}

function write(module: Module, part: number, bytes: Uint8Array): void {
  const place = module.room(part, bytes.length);
  if (place === 0) {
    throw new Error(`no room for ${bytes.length} bytes`);
  }
  // The memory may have grown: never kept.
  new Uint8Array(module.memory.buffer, place, bytes.length).set(bytes);
}

function look({ pixels, width, height, at, frame, scale }: Extract<Ask, { kind: "look" }>): Answer {
  if (!module) {
    throw new Error("asked before it began");
  }
  const from = performance.now();
  write(module, 0, new Uint8Array(pixels));
  const advice = module.look(width, height, at, ...frame, scale);
  if (advice < 0) {
    throw new Error(`the look failed: ${advice}`);
  }
  const { buffer } = module.memory;
  const letters = new Uint8Array(buffer, module.word(advice), module.word_length(advice));
  const told = Array.from(new Float32Array(buffer, module.seen(), 12));
  const [held = 0, found = 0] = told;
  const [x = NaN, y = NaN] = told.slice(10);
  return {
    kind: "seen",
    advice: String.fromCharCode(...letters),
    held,
    shape: found > 0 ? told.slice(2, 10) : null,
    spot: Number.isNaN(x) ? null : [x, y],
    size: [width, height],
    took: performance.now() - from,
  };
}
