// A workbook that was taken away, as its reader sees it: the first sheet's cells by row, each with its text
// and the colours of its type and ground. Reads what the program writes, no more.
import zlib from 'node:zlib';

// The parts by name, after the directory at the end of the file.
function parts(zip) {
	const found = new Map();
	const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
	let at = zip.readUInt32LE(end + 16);
	for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
		const packed = zip.readUInt16LE(at + 10) === 8, size = zip.readUInt32LE(at + 20);
		const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
		const local = zip.readUInt32LE(at + 42);
		const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
		const body = zip.subarray(from, from + size);
		found.set(name, (packed ? zlib.inflateRawSync(body) : body).toString('utf8'));
		at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
	}
	return found;
}

const NAMED = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const plain = (xml) => xml.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => NAMED[name]);
const texts = (xml) => [...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map((m) => plain(m[1])).join('');
const all = (xml, tag) => [...xml.matchAll(new RegExp(`<${tag}(?: [^>]*?)?(?:/>|>.*?</${tag}>)`, 'gs'))].map((m) => m[0]);
const within = (xml, tag) => xml.match(new RegExp(`<${tag}[ >].*?</${tag}>`, 's'))[0];

export function sheetOf(bytes) {
	const part = parts(bytes);
	const shared = all(part.get('xl/sharedStrings.xml'), 'si').map(texts);
	const styles = part.get('xl/styles.xml');
	const ink = all(within(styles, 'fonts'), 'font').map((f) => f.match(/<color rgb="..(\w{6})"/)?.[1]);
	const ground = all(within(styles, 'fills'), 'fill').map((f) => f.match(/<fgColor rgb="..(\w{6})"/)?.[1]);
	const looks = all(within(styles, 'cellXfs'), 'xf').map((x) => ({
		ink: ink[x.match(/fontId="(\d+)"/)[1]], ground: ground[x.match(/fillId="(\d+)"/)[1]] }));
	return all(part.get('xl/worksheets/sheet1.xml'), 'row').map((row) => {
		const cells = [];
		for (const c of all(row, 'c')) {
			const column = [...c.match(/ r="([A-Z]+)/)[1]].reduce((n, l) => n * 26 + l.charCodeAt(0) - 64, 0) - 1;
			const value = c.match(/<v>([^<]*)<\/v>/)?.[1] ?? '';
			const text = / t="s"/.test(c) ? shared[value] : / t="inlineStr"/.test(c) ? texts(c) : plain(value);
			cells[column] = { text, ...looks[c.match(/ s="(\d+)"/)?.[1] ?? 0] };
		}
		return Array.from(cells, (c) => c ?? { text: '' });
	});
}
