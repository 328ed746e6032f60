// Writes normalization.txt from the Unicode data inside Node (node generate-normalization.mjs > normalization.txt).
// Node does not give the combining class, so it is found by which way two marks are reordered:
// one known character of each class is the yardstick.
const yardsticks = { 1: 0x0334, 6: 0x16FF0, 7: 0x093C, 8: 0x3099, 9: 0x094D, 10: 0x05B0, 11: 0x05B1, 12: 0x05B2, 13: 0x05B3, 14: 0x05B4, 15: 0x05B5, 16: 0x05B6, 17: 0x05B7, 18: 0x05B8, 19: 0x05B9, 20: 0x05BB, 21: 0x05BC, 22: 0x05BD, 23: 0x05BF, 24: 0x05C1, 25: 0x05C2, 26: 0xFB1E, 27: 0x064B, 28: 0x064C, 29: 0x064D, 30: 0x0618, 31: 0x0619, 32: 0x061A, 33: 0x0651, 34: 0x0652, 35: 0x0670, 36: 0x0711, 84: 0x0C55, 91: 0x0C56, 103: 0x0E38, 107: 0x0E48, 118: 0x0EB8, 122: 0x0EC8, 129: 0x0F71, 130: 0x0F72, 132: 0x0F74, 202: 0x0321, 214: 0x1DCE, 216: 0x031B, 218: 0x1DFA, 220: 0x0316, 222: 0x059A, 224: 0x302E, 226: 0x1D16D, 228: 0x05AE, 230: 0x0300, 232: 0x0315, 233: 0x035C, 234: 0x035D, 240: 0x0345 };

const hexadecimal = codePoint => codePoint.toString(16).toUpperCase();
const points = text => [...text].map(character => character.codePointAt(0));
const isHangulSyllable = codePoint => codePoint >= 0xAC00 && codePoint <= 0xD7A3;

function combiningClass(codePoint) {
  const mark = String.fromCodePoint(codePoint);
  if (!/^\p{M}$/u.test(mark)) return 0;
  let same = 0, moves = false;
  for (const [value, yardstick] of Object.entries(yardsticks)) {
    const other = String.fromCodePoint(yardstick);
    const after = (mark + other).normalize('NFD') !== mark.normalize('NFD') + other.normalize('NFD');
    const before = (other + mark).normalize('NFD') !== other.normalize('NFD') + mark.normalize('NFD');
    if (after || before) moves = true; else same = Number(value);
  }
  return moves ? same : 0;
}

const lines = [`# Unicode ${process.versions.unicode}. D: full compatibility decomposition. P: canonical pair and its composite. C: first-last and combining class.`];
const classes = [];
for (let codePoint = 0; codePoint <= 0x10FFFF; codePoint++) {
  if ((codePoint >= 0xD800 && codePoint <= 0xDFFF) || isHangulSyllable(codePoint)) continue;
  const character = String.fromCodePoint(codePoint);
  const decomposed = character.normalize('NFKD');
  if (decomposed !== character) lines.push(`D ${hexadecimal(codePoint)} ${points(decomposed).map(hexadecimal).join(' ')}`);
  const canonical = points(character.normalize('NFD'));
  if (canonical.length > 1 && character.normalize('NFC') === character) {
    const first = points(String.fromCodePoint(...canonical.slice(0, -1)).normalize('NFC'));
    if (first.length !== 1) throw new Error(`no pair for ${hexadecimal(codePoint)}`);
    lines.push(`P ${hexadecimal(first[0])} ${hexadecimal(canonical.at(-1))} ${hexadecimal(codePoint)}`);
  }
  const value = decomposed === character ? combiningClass(codePoint) : 0;
  const last = classes.at(-1);
  if (value && last && last.to === codePoint - 1 && last.value === value) last.to = codePoint;
  else if (value) classes.push({ from: codePoint, to: codePoint, value });
}
for (const { from, to, value } of classes) lines.push(`C ${hexadecimal(from)} ${hexadecimal(to)} ${value}`);
console.log(lines.join('\n'));
