// Writes nfkc-samples.txt from Node's own normalization: input and form KC as code points, or a hash over all characters.
// node generate-nfkc-samples.mjs > nfkc-samples.txt
import { createHash } from 'node:crypto';
const points = text => [...text].map(character => character.codePointAt(0).toString(16)).join(' ');
const hash = createHash('sha256');
for (let codePoint = 0; codePoint <= 0x10FFFF; codePoint++) {
  if (codePoint >= 0xD800 && codePoint <= 0xDFFF) continue;
  hash.update(String.fromCodePoint(codePoint).normalize('NFKC'), 'utf8');
}
console.log(`all ${hash.digest('hex')}`);
const interesting = [];
for (let codePoint = 0x20; codePoint <= 0x2FFFF; codePoint++) {
  if (codePoint >= 0xD800 && codePoint <= 0xDFFF) continue;
  const character = String.fromCodePoint(codePoint);
  if (/\p{M}/u.test(character) || (character.normalize('NFKD') !== character && (codePoint < 0xAC00 || codePoint % 97 === 0))) interesting.push(codePoint);
}
for (const jamo of [[0x1100, 0x1112], [0x1161, 0x1175], [0x11A7, 0x11C2]]) for (let codePoint = jamo[0]; codePoint <= jamo[1]; codePoint++) interesting.push(codePoint);
let seed = 42;
const next = limit => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % limit; };
for (let sample = 0; sample < 1500; sample++) {
  const length = 1 + next(8);
  let text = '';
  for (let index = 0; index < length; index++) text += String.fromCodePoint(next(3) ? interesting[next(interesting.length)] : 0x41 + next(58));
  console.log(`${points(text)};${points(text.normalize('NFKC'))}`);
}
