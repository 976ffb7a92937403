// Screenshots for the documents: 64 colours are enough for a page and make a file a third of the
// size. Reads what the browser writes (8-bit RGB or RGBA, not interlaced), writes a palette PNG.
import zlib from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

function* chunks(png) {
	for (let at = 8; at < png.length; ) {
		const n = png.readUInt32BE(at);
		yield [png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + n)];
		at += 12 + n;
	}
}

const paeth = (a, b, c) => {
	const pa = Math.abs(b - c), pb = Math.abs(a - c), pc = Math.abs(a + b - 2 * c);
	return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};

// The pixels as one number each, 0xRRGGBB.
export function pixels(png) {
	const data = [];
	let width, height, step;
	for (const [type, body] of chunks(png)) {
		if (type === 'IHDR') {
			width = body.readUInt32BE(0);
			height = body.readUInt32BE(4);
			step = { 2: 3, 6: 4 }[body[9]];
			if (body[8] !== 8 || !step || body[12]) throw new Error('not a PNG of the kind browsers write');
		} else if (type === 'IDAT') data.push(body);
	}
	const raw = zlib.inflateSync(Buffer.concat(data));
	const line = width * step;
	const out = new Uint32Array(width * height);
	let up = new Uint8Array(line);
	for (let y = 0; y < height; y++) {
		const from = y * (line + 1);
		const row = Uint8Array.from(raw.subarray(from + 1, from + 1 + line));
		for (let x = 0; x < line; x++) {
			const a = x >= step ? row[x - step] : 0, b = up[x], c = x >= step ? up[x - step] : 0;
			row[x] += [0, a, b, (a + b) >> 1, paeth(a, b, c)][raw[from]];
		}
		for (let x = 0; x < width; x++)
			out[y * width + x] = (row[x * step] << 16) | (row[x * step + 1] << 8) | row[x * step + 2];
		up = row;
	}
	return { width, height, out };
}

const distance = (p, q) => {
	const r = (p >> 16) - (q >> 16), g = ((p >> 8) & 255) - ((q >> 8) & 255), b = (p & 255) - (q & 255);
	return 3 * r * r + 4 * g * g + 2 * b * b;
};

// The most frequent colours that are not too near to one already taken.
function palette(out, most) {
	const count = new Map();
	for (const p of out) count.set(p, (count.get(p) || 0) + 1);
	const taken = [];
	for (const [p] of [...count].sort((x, y) => y[1] - x[1] || x[0] - y[0])) {
		if (taken.length === most) break;
		if (taken.every((q) => distance(p, q) > 600)) taken.push(p);
	}
	const near = new Map();
	for (const p of count.keys()) {
		let best = 0;
		for (let i = 1; i < taken.length; i++) if (distance(p, taken[i]) < distance(p, taken[best])) best = i;
		near.set(p, best);
	}
	return { taken, near };
}

function chunk(type, body) {
	const b = Buffer.alloc(12 + body.length);
	b.writeUInt32BE(body.length, 0);
	b.write(type, 4, 'latin1');
	body.copy(b, 8);
	let crc = 0xffffffff;
	for (let i = 4; i < 8 + body.length; i++) {
		crc ^= b[i];
		for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	}
	b.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 8 + body.length);
	return b;
}

export function shrink(png, colours = 48) {
	const { width, height, out } = pixels(png);
	const { taken, near } = palette(out, colours);
	const raw = Buffer.alloc(height * (width + 1));
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) raw[y * (width + 1) + 1 + x] = near.get(out[y * width + x]);
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 3, 0, 0, 0], 8);
	const colour = Buffer.from(taken.flatMap((p) => [p >> 16, (p >> 8) & 255, p & 255]));
	return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('PLTE', colour),
		chunk('IDAT', zlib.deflateSync(raw, { level: 9, memLevel: 9 })), chunk('IEND', Buffer.alloc(0))]);
}
