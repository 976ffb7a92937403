// What every browser test needs: a server with invented data, a browser that reports whatever it
// should not have met, and assertions. Runs on Node 18; prints TAP.
//
//   import { test, run, serveDemo, Browser } from './kit.mjs';
//   test('a guardian sees the offerings', async (t) => { … });
//   await run();
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { shrink } from './png.mjs';

export { assert };
export const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, '../..');
export const build = process.env.BROWSER_BUILD || path.join(root, 'build');
const require = createRequire(path.join(root, 'package.json'));

// S10, in full. The static server sends it; the real one is checked against it.
export const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
	+ "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

// An empty list, or a failure that names what is in it: not every version of node shows the list
// beside a message of one's own.
function nothingOf(found, where) {
	assert.equal(found.length, 0, `${where}: ${found.join('; ')}`);
}

// ---- TAP ---------------------------------------------------------------------------------------

const tests = [];
const endings = [];

export function test(name, body, seconds = 60) {
	tests.push({ name, body, seconds });
}

// What several tests need and the first of them does: so each can be run without the others.
export function once(work) {
	let done;
	return () => (done ??= work());
}

// Runs when all tests are through, last registered first: stop servers, close browsers.
export function atEnd(ending) {
	endings.push(ending);
}

// A test that hangs is a test that fails.
async function within(seconds, work) {
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Error(`not done after ${seconds} s`)), seconds * 1000);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}

// All tests in order. `BROWSER_ONLY=word` runs those whose name holds the word.
export async function run() {
	const only = process.env.BROWSER_ONLY || '';
	const chosen = tests.filter((t) => t.name.includes(only));
	let failed = 0;
	console.log('TAP version 13');
	console.log(`1..${chosen.length}`);
	for (const [i, t] of chosen.entries()) {
		try {
			await within(t.seconds, t.body());
			console.log(`ok ${i + 1} - ${t.name}`);
		} catch (e) {
			failed++;
			console.log(`not ok ${i + 1} - ${t.name}`);
			console.log(String((e && e.stack) || e).split('\n').map((l) => `# ${l}`).join('\n'));
		}
	}
	for (const ending of endings.reverse()) {
		try {
			await within(15, ending());
		} catch (e) {
			failed++;
			console.log(`Bail out! ${e.message}`);
		}
	}
	process.exit(failed ? 1 : 0);
}

// ---- servers -----------------------------------------------------------------------------------

export function freePort() {
	return new Promise((resolve, reject) => {
		const s = net.createServer();
		s.once('error', reject);
		s.listen(0, '127.0.0.1', () => {
			const { port } = s.address();
			s.close(() => resolve(port));
		});
	});
}

function scratch() {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'kehou-browser-'));
	atEnd(() => fs.rmSync(dir, { recursive: true, force: true }));
	return dir;
}

// One line of CSV; the accounts file quotes nothing, but a school's name may hold a comma one day.
export function csv(text) {
	const rows = [];
	let row = [], cell = '', quoted = false;
	for (const c of text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n')) {
		if (quoted && c === '"') quoted = null; // the end, or the first of two
		else if (quoted === null && c === '"') { cell += c; quoted = true; }
		else if (quoted) cell += c;
		else if (c === '"') quoted = true;
		else if (c === ',' || c === '\n') {
			quoted = false;
			row.push(cell);
			cell = '';
			if (c === '\n') { rows.push(row); row = []; }
		} else cell += c;
	}
	if (cell || row.length) rows.push([...row, cell]);
	const [names, ...rest] = rows.filter((r) => r.length > 1 || r[0]);
	return rest.map((r) => Object.fromEntries(names.map((n, i) => [n, r[i] ?? ''])));
}

// A fresh demo database behind a fresh `kehou serve`. The answer has `base` (its URL), `accounts`
// (the rows of the accounts file, `pupils` as a list), `db`, `kehou(...args)` and `stop()`.
// With `clock` (RFC 3339) it believes that it is that time when it starts, and `goTo(clock)` starts it again
// at another one.
export async function serveDemo({ scale = 'school', seed = 1, options = [], env = {}, clock } = {}) {
	const dir = scratch();
	const program = path.join(build, clock ? 'tests/browser/kehou-clock' : 'kehou');
	if (clock) env = { ...env, BROWSER_CLOCK: clock };
	const db = `sqlite:${path.join(dir, 'demo.db')}`;
	const accountsFile = path.join(dir, 'accounts.csv');
	const kehou = (...args) => spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env } });

	const made = kehou('demo', '--db', db, '--scale', scale, '--seed', String(seed), '--accounts', accountsFile);
	assert.equal(made.status, 0, `kehou demo: ${made.error || made.stderr}`);
	const accounts = csv(fs.readFileSync(accountsFile, 'utf8'))
		.map((a) => ({ ...a, pupils: a.pupils ? a.pupils.split(';') : [] }));

	const port = await freePort();
	const log = path.join(dir, 'serve.log');
	let running = await serve(program, db, port, options, { ...process.env, ...env }, log);
	const stop = () => running.stop();
	// The same school at another time of `clock`.
	const goTo = async (time) => {
		await stop();
		running = await serve(program, db, port, options, { ...process.env, ...env, BROWSER_CLOCK: time }, log);
	};
	atEnd(stop);
	return { base: running.base, db, dir, accounts, kehou, stop, goTo, log };
}

// `kehou serve` until it is told to stop.
async function serve(program, db, port, options, env, logFile) {
	const child = spawn(program, ['serve', '--db', db, '--listen', `127.0.0.1:${port}`, ...options],
		{ stdio: ['ignore', 'pipe', 'pipe'], env });
	const log = fs.createWriteStream(logFile, { flags: 'a' });
	let said = '', tail = '';
	const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
	child.stderr.on('data', (d) => { tail = (tail + d).slice(-2000); });
	child.stderr.pipe(log);
	const base = await new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`kehou serve is not ready after 30 s: ${tail}`)), 30000);
		child.stdout.on('data', (d) => {
			said += d;
			const ready = said.match(/kehou: ready on (http:\/\/\S+)/);
			if (ready) { clearTimeout(timer); resolve(ready[1]); }
		});
		child.once('error', reject);
		ended.then((code) => reject(new Error(`kehou serve ended with ${code}: ${tail}`)));
	});
	let stopped = false;
	const stop = async () => {
		if (stopped) return;
		stopped = true;
		child.kill('SIGTERM');
		const timer = setTimeout(() => child.kill('SIGKILL'), 10000);
		assert.equal(await ended, 0, `kehou serve drains and exits 0: ${tail}`);
		clearTimeout(timer);
	};
	return { base, stop };
}

const MIME = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

// A directory of finished pages under the real policy: for what needs no program behind it.
export async function serveStatic(dir) {
	const server = http.createServer((q, r) => {
		const name = path.normalize(decodeURIComponent(new URL(q.url, 'http://x').pathname));
		const file = path.join(dir, path.extname(name) ? name : `${name}.html`);
		if (q.method !== 'GET' || !fs.existsSync(file)) {
			r.writeHead(404, { 'content-type': 'text/plain', 'content-security-policy': POLICY });
			r.end('404');
			return;
		}
		r.writeHead(200, { 'content-type': MIME[path.extname(file)], 'content-security-policy': POLICY });
		r.end(fs.readFileSync(file));
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	const stop = () => new Promise((resolve) => {
		server.close(resolve);
		server.closeAllConnections?.();
	});
	atEnd(stop);
	return { base: `http://127.0.0.1:${server.address().port}`, stop };
}

// ---- the browser -------------------------------------------------------------------------------

export const PHONE = { width: 390, height: 844 };
export const SMALL = { width: 320, height: 640 };
export const DESK = { width: 1280, height: 800 };

// The shell is the same engine without the window around it, which takes a quarter of the work.
const CHROMIUM = [process.env.BROWSER_CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser'];
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
	'--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=zh-CN'];

// One chromium; each visitor() is a person with cookies of their own.
export class Browser {
	static async open(server) {
		const { chromium } = require('playwright-core');
		const program = CHROMIUM.find((p) => p && fs.existsSync(p));
		assert.ok(program, 'chromium is installed');
		const self = new Browser();
		self.server = server;
		// launch() gives each browser a fresh profile of its own
		self.chromium = await chromium.launch({ executablePath: program, args: FLAGS });
		atEnd(() => self.chromium.close());
		return self;
	}

	// viewport PHONE, SMALL or DESK; js: false switches scripts off; lang en asks for English; userAgent is what it calls itself.
	async visitor({ viewport = PHONE, js = true, lang = 'zh-CN', userAgent } = {}) {
		const touch = viewport.width < 500;
		const context = await this.chromium.newContext({ viewport, javaScriptEnabled: js, locale: lang, userAgent,
			isMobile: touch, hasTouch: touch, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', acceptDownloads: true });
		context.setDefaultTimeout(10000);
		const v = new Visitor(this.server, context, touch);
		context.on('request', (q) => v.sawRequest(q));
		context.on('response', (r) => r.status() >= 500 && v.broken.push(`${r.status()} ${r.url()}`));
		context.on('console', (m) => v.sawConsole(m.text()));
		context.on('weberror', (e) => v.broken.push(`script: ${e.error().message}`));
		if (js) {
			await context.exposeFunction('kehouPolicyReport', (text) => v.reports.push(text));
			await context.addInitScript(() => addEventListener('securitypolicyviolation',
				(e) => window.kehouPolicyReport(`${e.violatedDirective} ${e.blockedURI}`)));
		}
		v.page = await context.newPage();
		return v;
	}

	withoutJavaScript(options = {}) {
		return this.visitor({ ...options, js: false });
	}
}

let axe;

function axeSource() {
	axe ??= fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
	return axe;
}

// Runs in the page. A box that is drawn by its label's text shows the focus there.
function keyboardFaults() {
	const wrong = [];
	const name = (e) => `${e.tagName.toLowerCase()} ${e.className} ${(e.textContent || e.name || '').trim().slice(0, 16)}`;
	const ringed = (e) => {
		const s = e && getComputedStyle(e);
		return s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
	};
	const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
		.filter((e) => !e.disabled && e.checkVisibility({ checkVisibilityCSS: true }))
		.filter((e) => !e.matches('main, .errors, fieldset, tr')); // where links lead
	const held = document.activeElement;
	for (const e of all) {
		if (e.tabIndex !== 0) wrong.push(`${name(e)}: tabindex ${e.tabIndex}`);
		e.focus();
		if (document.activeElement !== e) wrong.push(`${name(e)}: takes no focus`);
		else if (![e, e.nextElementSibling, e.closest('label')].some(ringed)) wrong.push(`${name(e)}: its focus cannot be seen`);
	}
	if (held) held.focus();
	return { seen: all.length, wrong };
}

// Runs in the page. What axe can tell two pages apart by: elements, classes, attributes, where there is
// text; not which text, not which number, and of like ones in a row (the lines of a list) one. Of the names
// that landmarks bear, which ones are alike; of languages, whether it is the page's own.
function shapeOf(parts) {
	const said = new Set(['class', 'role', 'type', 'lang', 'dir', 'tabindex', 'scope', 'autocomplete', 'method', 'hidden',
		'disabled', 'required', 'checked', 'open', 'rel', 'target', 'name']);
	const words = new Set(['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'aria-placeholder']);
	const landmark = 'nav, main, aside, header, footer, section, form, search, [role]';
	const page = document.documentElement.lang, names = [];
	const alike = (name) => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
	const about = (a) => {
		if (a.name === 'aria-label' && a.value.trim() && a.ownerElement.matches(landmark)) return `aria-label=${alike(a.value)}`;
		if (a.name === 'lang' && ['zh-CN', 'en'].includes(a.value)) return `lang=${a.value === page ? 'own' : 'other'}`;
		return said.has(a.name) || (a.name.startsWith('aria-') && !words.has(a.name)) ? `${a.name}=${a.value.replace(/\d+/g, '0')}`
			: `${a.name}${a.value.trim() ? '+' : ''}`;
	};
	const shape = (e) => {
		const inner = [];
		for (const n of e.childNodes) {
			const one = n.nodeType === 1 ? shape(n) : n.nodeType === 3 && n.data.trim() ? 't' : '';
			if (one && one !== inner[inner.length - 1]) inner.push(one);
		}
		return `${e.tagName}[${[...e.attributes].map(about).sort().join()}]{${inner.join('')}}`;
	};
	return parts ? [...document.querySelectorAll(parts)].map(shape) : shape(document.documentElement);
}

export class Visitor {
	constructor(server, context, touch) {
		Object.assign(this, { server, context, touch, taps: 0, reports: [], foreign: [], broken: [] });
	}

	sawRequest(q) {
		const url = q.url();
		if (!url.startsWith('data:') && !url.startsWith('blob:') && new URL(url).origin !== this.server.base)
			this.foreign.push(url);
	}

	sawConsole(text) {
		if (/Content Security Policy/i.test(text)) this.reports.push(text);
	}

	async go(where) {
		const answer = await this.page.goto(new URL(where, this.server.base).href);
		return answer;
	}

	// Everything a thumb does goes through here, so that it is counted.
	async tap(target) {
		const it = typeof target === 'string' ? this.page.locator(target) : target;
		this.taps++;
		if (this.touch) await it.tap();
		else await it.click();
	}

	// A tap that brings the next page, which may have the same address.
	async tapThrough(target) {
		await Promise.all([this.page.waitForEvent('load'), this.tap(target)]);
	}

	// How many taps the work takes.
	async countTaps(work) {
		const before = this.taps;
		await work();
		return this.taps - before;
	}

	// The first account of the role that the demo made, or the one given.
	account(role) {
		const found = typeof role === 'string' ? this.server.accounts.find((a) => a.role === role) : role;
		assert.ok(found, `the demo has an account for ${role}`);
		return found;
	}

	// Through the login page, as a person would. Not counted: a returning guardian is logged in.
	async login(role) {
		const who = this.account(role);
		await this.go('/login');
		await this.page.fill('input[name=login]', who.login);
		await this.page.fill('input[name=password]', who.password);
		await Promise.all([
			this.page.waitForURL((u) => !u.pathname.startsWith('/login')),
			this.page.locator('form:has(input[name=password]) button').first().click(),
		]);
		return who;
	}

	// The account remembers the language: said once, by the button in the own menu.
	async speak(lang) {
		const said = this.page.locator('html');
		if ((await said.getAttribute('lang')) === lang) return;
		await this.page.locator('summary').filter({ hasText: /·|我的|Me/ }).last().click();
		await Promise.all([this.page.waitForEvent('load'), this.page.locator('button[name=lang]').first().click()]);
		assert.equal(await said.getAttribute('lang'), lang);
	}

	path() {
		return new URL(this.page.url()).pathname;
	}

	html() {
		return this.page.content();
	}

	// As the server sent it: what scripts changed afterwards is left out.
	async source(where = this.page.url()) {
		const answer = await this.context.request.get(new URL(where, this.server.base).href);
		return answer.text();
	}

	async screenshot(name, options = {}) {
		const dir = path.join(build, 'screenshots');
		fs.mkdirSync(dir, { recursive: true });
		const file = path.join(dir, `${name}.png`);
		fs.writeFileSync(file, shrink(await this.page.screenshot({ animations: 'disabled', ...options })));
		return file;
	}

	assertNoCspReports() {
		assert.deepEqual(this.reports, [], 'content security policy reports');
	}

	assertNoForeignRequests() {
		assert.deepEqual(this.foreign, [], 'requests to another host');
	}

	// Both of the above, and no 5xx and no script error.
	assertClean() {
		this.assertNoCspReports();
		this.assertNoForeignRequests();
		assert.deepEqual(this.broken, [], 'answers 5xx and script errors');
	}

	// U9: WCAG 2.2 AA. Needs no scripts of the page, only the browser's own.
	// Colours are the same in every language: `colours: false` does not measure their contrast again.
	// `strong`: 7:1, as large type promises (U29). `stay`: the screen stays as high as the page; going back takes time too.
	async assertAccessible({ colours = true, strong = false, stay = false } = {}) {
		// The whole page at once: what is merely scrolled under the dock is not covered by it.
		const before = this.page.viewportSize();
		const height = await this.page.evaluate(() => document.documentElement.scrollHeight);
		await this.page.setViewportSize({ width: before.width, height: Math.max(before.height, height) });
		if (!await this.page.evaluate(() => 'axe' in window)) await this.page.evaluate(axeSource());
		// Only what is wrong is described: naming every node that passes takes longer than looking at it.
		const found = await this.page.evaluate((o) => window.axe.run({ resultTypes: ['violations'],
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
			rules: { 'color-contrast': { enabled: o.colours }, 'color-contrast-enhanced': { enabled: o.strong } } }),
		{ colours, strong });
		if (!stay) await this.page.setViewportSize(before);
		assert.ok(found.passes.length > 0, 'axe looked at something');
		nothingOf(found.violations.map((v) => `${v.id}: ${v.help}: `
			+ v.nodes.slice(0, 5).map((n) => n.target.join(' ')).join(', ')), `axe on ${this.page.url()}`);
	}

	// Equal for pages between which axe could find no difference; with a selector, of each part that it names.
	shape(parts) {
		return this.page.evaluate(shapeOf, parts);
	}

	// U10, 2.4.7: whatever can be clicked can be reached by the Tab key and shows that it has the focus.
	// The page must not have been clicked: then browsers show the focus that scripts give, as they show
	// that of the keyboard.
	async assertKeyboard() {
		const { seen, wrong } = await this.page.evaluate(keyboardFaults);
		assert.ok(seen > 0, `something on ${this.page.url()} takes the focus`);
		nothingOf(wrong, `keyboard on ${this.page.url()}`);
	}

	// Nothing sticks out at the side: a page is scrolled in one direction only.
	async assertFits() {
		const out = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		assert.ok(out <= 0, `${this.page.url()} is ${out} px wider than the screen`);
	}

	// What a thumb is asked to hit measures at least 44 px (links within a sentence are exempt).
	async assertTargets(least = 44) {
		const small = await this.page.evaluate((min) => [...document.querySelectorAll(
			'a, button, summary, select, textarea, label:has(input), input:not([type=checkbox], [type=radio], [type=hidden])')]
			.filter((e) => {
				const r = e.getBoundingClientRect();
				const shown = e.checkVisibility ? e.checkVisibility() : r.width > 0;
				return shown && r.width > 1 && r.height > 1 && r.bottom > 0 && !e.closest('p, td')
					&& (r.height < min - 0.5 || r.width < min - 0.5);
			})
			.map((e) => `${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 12)} `
				+ `${Math.round(e.getBoundingClientRect().width)}×${Math.round(e.getBoundingClientRect().height)}`), least);
		assert.deepEqual(small, [], `targets under ${least} px on ${this.page.url()}`);
	}

	async close() {
		await this.context.close();
	}
}

// ---- HTML --------------------------------------------------------------------------------------

let validator;

export async function assertValidHtml(html, what = 'page') {
	if (!validator) {
		const { HtmlValidate } = require('html-validate');
		validator = new HtmlValidate(JSON.parse(fs.readFileSync(path.join(here, 'htmlvalidate.json'), 'utf8')));
	}
	const report = await validator.validateString(html);
	assert.deepEqual(report.results.flatMap((r) => r.messages)
		.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`), [], `html-validate on ${what}`);
}
