// Every screenshot that the specs kept on one page, `artifacts/contact-sheet.html`, for the eye.
// Run it with `npm run sheet` after the specs.

import { readdirSync, writeFileSync } from 'node:fs';

const ARTIFACTS = new URL('../../artifacts/', import.meta.url).pathname;

const shots = readdirSync(`${ARTIFACTS}pages`).filter((file) => file.endsWith('.png')).sort();
const names = [...new Set(shots.map((file) => file.split('.')[0]))];
const figure = (file) => `<figure><a href="pages/${file}"><img src="pages/${file}" alt=""></a>
  <figcaption>${file.split('.').slice(1, 3).join(' ')}</figcaption></figure>`;
const rows = names.map((name) => {
  const own = shots.filter((file) => file.split('.')[0] === name);
  return `<section><h2>${name}</h2><div>${own.map(figure).join('')}</div></section>`;
});
writeFileSync(
  `${ARTIFACTS}contact-sheet.html`,
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title><style>
    body { font: 14px system-ui; margin: 24px; background: #ddd; }
    section div { display: flex; gap: 12px; align-items: flex-start; flex-wrap: wrap; }
    figure { margin: 0; } img { max-height: 420px; max-width: 480px; border: 1px solid #999; }
  </style>${rows.join('\n')}</html>`,
);
console.log(`${ARTIFACTS}contact-sheet.html: ${names.length} pages`);
