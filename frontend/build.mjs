// Makes what the pages load: app.css, app.js, the icon sprite, the favicon and the marks.
// Run after `npm ci --ignore-scripts`: node build.mjs. The fonts come from fonts.py.
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../src/ratusz/web/static/ratusz');
const packages = join(here, 'node_modules');

const bundle = () =>
  build({
    entryPoints: { app: join(here, 'js/app.js'), 'app-css': join(here, 'css/app.css') },
    entryNames: '[name]',
    outdir: target,
    bundle: true,
    minify: true,
    format: 'esm',
    charset: 'utf8',
    legalComments: 'none',
    // Django's manifest storage rewrites relative url() in CSS to hashed names: leave them as written.
    external: ['./fonts/*'],
    // the browser floor of the design: older syntax is rewritten, never polyfilled
    target: ['chrome109', 'edge109', 'firefox115', 'safari15.6'],
    write: false,
  });

async function writeBundles() {
  const { outputFiles } = await bundle();
  for (const file of outputFiles) {
    await writeFile(join(target, file.path.endsWith('.css') ? 'app.css' : 'app.js'), file.contents);
  }
}

/** The drawing inside <svg>, on one line, with the frame it was drawn in. */
function drawing(svg) {
  const [, viewBox] = /viewBox="([^"]+)"/.exec(svg);
  const inner = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
  return { viewBox, inner: inner.replace(/<!--.*?-->/gs, '').replace(/\s+/g, ' ').replace(/> </g, '><').replace(/ \/>/g, '/>').trim() };
}

const symbol = (id, svg) => {
  const { viewBox, inner } = drawing(svg);
  return `<symbol id="${id}" viewBox="${viewBox}">${inner}</symbol>`;
};

async function writeSprite() {
  const names = JSON.parse(await readFile(join(here, 'icons.json'), 'utf8'));
  const icons = names.map(async (name) =>
    symbol(name, await readFile(join(packages, 'lucide-static/icons', `${name}.svg`), 'utf8')));
  const marks = (await markFiles()).map(async (name) =>
    symbol(`mark-${name.replace('.svg', '')}`, await readFile(join(here, 'marks', name), 'utf8')));
  const symbols = await Promise.all([...icons, ...marks]);
  await writeFile(join(target, 'icons.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`);
}

const markFiles = async () => (await readdir(join(here, 'marks'))).filter((name) => name.endsWith('.svg')).sort();

async function copyDrawings() {
  await mkdir(join(target, 'marks'), { recursive: true });
  await copyFile(join(here, 'favicon.svg'), join(target, 'favicon.svg'));
  for (const name of await markFiles()) await copyFile(join(here, 'marks', name), join(target, 'marks', name));
}

async function writeThirdParty() {
  const shipped = { 'lucide-static': 'icons.svg', 'source-sans': 'fonts/ratusz-sans.woff2 (a renamed subset, see fonts/OFL.txt)' };
  let text = '# What in this folder comes from others\n\nThe drawings in `marks/` and `favicon.svg` are ours.\n';
  for (const [name, use] of Object.entries(shipped)) {
    const { version, license } = JSON.parse(await readFile(join(packages, name, 'package.json'), 'utf8'));
    const file = (await readdir(join(packages, name))).find((entry) => /^licen[cs]e/i.test(entry));
    const terms = (await readFile(join(packages, name, file), 'utf8')).trim();
    text += `\n## ${name} ${version}, ${license}\n\nUsed in: ${use}\n\n${terms}\n`;
  }
  await writeFile(join(target, 'THIRD_PARTY.md'), text);
}

await mkdir(target, { recursive: true });
await Promise.all([writeBundles(), writeSprite(), copyDrawings(), writeThirdParty()]);
