// Every page that a person of a role can reach by menus and links, in both languages, is answered, is
// valid, is accessible, can be used by keyboard, fits the narrowest phone and keeps to the policy; and so is
// what comes back when a form of it is refused. U9, U10, U29, S8-S10.
//
// What is looked at how often: pages whose addresses differ in a number alone are one page, looked at once a role and
// language (another filter or page of the same list need only be answered). Each of them is held against every measure
// here but one: axe looks once at each shape (kit.mjs), element by element and attribute by attribute, whichever role or
// language it met it in, at a desk and at a phone; contrast at a desk, as a phone has the same colours (gallery.test.mjs
// measures them at every width). A page of another language with another shape is a shape of its own.
// The narrowest phone is tried in both languages, in ordinary and in large type, of every page of every role.
import fs from 'node:fs';
import path from 'node:path';
import { assert, assertValidHtml, atEnd, Browser, DESK, once, PHONE, POLICY, root, run, serveDemo, SMALL, test } from './kit.mjs';
import { refuseForms } from './refused.mjs';

// A Tuesday afternoon: the care of the day has begun, the courses are about to.
const server = await serveDemo({ clock: '2026-10-20T16:40:00+08:00' });
const browser = await Browser.open(server);
const of = (role) => server.accounts.find((a) => a.role === role);
const LEAST = { guardian: 9, teacher: 5, class_head: 9, school_clerk: 18, school_leader: 18, agency: 4, county: 9, city: 4,
	school_finance: 4, county_finance: 4, county_hr: 2, city_finance: 3, stranger: 7 };
// Who is not logged in: nothing leads to all of these.
const PUBLIC = ['/login', '/login/code', '/rules', '/receipts', '/special-fund', '/help/faults'];

async function api(who, method, where, body) {
	const answer = await fetch(server.base + where, { method, body: body && JSON.stringify(body),
		headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' } });
	assert.ok(answer.ok, `${method} ${where}: ${answer.status} ${answer.ok ? '' : await answer.text()}`);
	return answer.json();
}

// Lists with something in them: enrolments of the first families, one called register, one import.
const furnish = once(async () => {
	const families = server.accounts.filter((a) => a.role === 'guardian').slice(0, 12);
	let taken;
	for (const who of families) {
		const { items } = await api(who, 'GET', '/api/v1/offerings?limit=100');
		const care = items.find((o) => o.kind === 'care');
		const course = items.find((o) => o.kind === 'course' && o.open && o.price_fen > 0 && o.slots[0].weekday === 2);
		for (const o of [care, course].filter(Boolean))
			for (const pupil of who.pupils.slice(0, 1)) {
				const asked = await fetch(`${server.base}/api/v1/enrolments`, { method: 'POST',
					headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' },
					body: JSON.stringify({ pupil, offering: o.id, agreement: o.agreement }) });
				assert.ok([201, 409].includes(asked.status), await asked.text()); // 409: the other guardian did
			}
		taken = care.id;
	}
	const clerk = of('school_clerk');
	const { items } = await api(clerk, 'GET', `/api/v1/sittings?offering=${taken}&date=2026-10-20`);
	await api(clerk, 'POST', `/api/v1/sittings/${items[0].id}/marks`, { marks: [{ pupil: families[0].pupils[0], mark: 'leave' }] });
	const form = new FormData();
	form.append('kind', 'pupils');
	form.append('file', new Blob([fs.readFileSync(path.join(root, 'tests/docs/data/roster-openpyxl-text.xlsx'))]), 'roster.xlsx');
	const sent = await fetch(`${server.base}/api/v1/imports`, { method: 'POST', body: form,
		headers: { authorization: `Bearer ${clerk.token}` } });
	assert.ok(sent.ok, await sent.text());
});

// Pages that differ in the number alone are one page.
const kind = (url) => url.pathname.replace(/\d{3,}/g, '{id}');
const keys = (url) => [...new Set(url.searchParams.keys())].sort().join('&');

function headersOf(answer, where) {
	const h = answer.headers();
	assert.equal(h['content-security-policy'], POLICY, where);
	assert.equal(h['x-content-type-options'], 'nosniff', where);
	assert.equal(h['referrer-policy'], 'same-origin', where);
	assert.match(h['cache-control'] || '', /no-store/, where);
	assert.match(h['content-type'], /^text\/html; charset=utf-8/, where);
}

const links = () => [...document.querySelectorAll('a[href]')].map((a) => a.href)
	.concat([...document.querySelectorAll('form')].filter((f) => f.method === 'get').map((f) => {
		const box = f.querySelector('input[type=checkbox]:not(:disabled)');
		if (box) box.checked = true; // a form that wants a choice gets one
		const q = new URLSearchParams(new FormData(f)).toString();
		return f.action.split('?')[0] + (q && `?${q}`);
	}));

const shapes = new Set(); // that axe has seen
let looks = 0, pages = 0, refusals = 0;

// A form that is refused stands on the page that axe has seen; new are the parts that tell of it, and where they
// stand among the headings.
async function toldBy(v) {
	const headings = (await v.shape('h1, h2, h3, h4')).map((s) => s.slice(0, 2));
	return [headings.join(), ...await v.shape('.errors, .errors + .facts, .field-bad, [aria-invalid]')];
}

async function accessible(v, refused) {
	const found = refused ? await toldBy(v) : [await v.shape()];
	if (refused) refusals++;
	else pages++;
	if (found.every((shape) => shapes.has(shape))) return;
	for (const shape of found) shapes.add(shape);
	looks++;
	await v.assertAccessible({ stay: true });
	await v.page.setViewportSize(PHONE);
	await v.assertAccessible({ colours: false, stay: true });
}

// What every page is held against, whatever its answer.
async function measure(v, answer, where, lang, note, refused = false) {
	try {
		headersOf(answer, where);
		assert.equal(await v.page.locator('html').getAttribute('lang'), lang, `language of ${where}`);
		assert.equal(await v.page.locator('h1').count(), 1, 'one h1');
	} catch (e) { note(e); }
	await assertValidHtml(await answer.text(), where).catch(note);
	await v.assertKeyboard().catch(note);
	await accessible(v, refused).catch(note);
	await v.page.setViewportSize(SMALL);
	await v.assertFits().catch(note);
	await v.page.evaluate(() => document.documentElement.classList.replace('regular', 'large'));
	await v.assertFits().catch((e) => note(new Error(`in large type ${e.message}`)));
	await v.page.setViewportSize(DESK);
}

// The routes of a role's forms, every second of them in one language and the others in the other; each role begins
// with another half, as many have the same forms.
function turns(role) {
	const met = new Map(); // route → its number
	const tried = new Set();
	return { tried, take(route, lang) {
		if (!met.has(route)) met.set(route, met.size);
		if (tried.has(route) || (lang === 'zh-CN' && met.get(route) % 2 === roles.indexOf(role) % 2)) return false;
		tried.add(route);
		return true;
	} };
}

async function look(v, url, lang, wrong, turn) {
	const note = (e) => wrong.push(`${url.pathname}${url.search}: ${e.message}`);
	const answer = await v.page.goto(url.href);
	if (answer.status() !== 200) {
		wrong.push(`${url.pathname}${url.search}: ${answer.status()}`);
		return [];
	}
	const found = await v.page.evaluate(links);
	await measure(v, answer, url.pathname, lang, note);
	await refuseForms(v, url, { empty: lang === 'zh-CN', take: (where) => turn.take(kind(where), lang), note: (said) => wrong.push(said),
		look: (refused, say) => measure(v, refused, url.pathname, lang, (e) => say(e.message), true) });
	return found;
}

// What is no form's fault: a page there is not, a page of others, a form that no page of ours sent.
async function turnedAway(v, role, lang, wrong) {
	const held = async (what, status, answer) => {
		const note = (e) => wrong.push(`${what}: ${e.message}`);
		if (answer.status() !== status) note(new Error(`answered ${answer.status()}`));
		await measure(v, answer, what, lang, note, true);
	};
	await held('a page there is not', 404, await v.go('/there/is/none'));
	if (role !== 'stranger') await held('a page of others', 403, await v.go(role === 'guardian' ? '/county' : '/home'));
	await v.go(role === 'stranger' ? '/login' : '/account');
	await v.page.locator('form[action="/display"] input[name=_csrf]').first().evaluate((e) => { e.value = ''; });
	const [answer] = await Promise.all([v.page.waitForNavigation(),
		v.page.evaluate(() => { setTimeout(() => document.querySelector('form[action="/display"]').submit(), 0); })]);
	await held('a form without our token', 403, answer);
}

// By the own page of roles; which role it is stands in the own menu. An account remembers its last one.
async function switchTo(v, words) {
	const acts = async () => words.test(await v.page.textContent('header'));
	await v.go('/roles');
	if (await acts()) return;
	await Promise.all([v.page.waitForEvent('load'), v.page.locator('form[action="/role"] button').first().click()]);
	assert.ok(await acts(), 'the role that was asked for');
}

async function crawl(role, lang, turn) {
	const v = await browser.visitor({ viewport: DESK, lang });
	const wrong = [], seen = new Set(), answered = new Set();
	const open = role === 'stranger';
	if (!open) {
		await v.login(of(role));
		if (role === 'class_head') await switchTo(v, /班主任|Class head/); // who logs in as the teacher they are too
		await v.speak(lang);
	}
	const first = open ? [...PUBLIC, `/costs/${(await api(of('school_clerk'), 'GET', '/api/v1/me')).school}`] : ['/', '/account', '/help/faults'];
	const queue = first.map((p) => new URL(p, server.base));
	while (queue.length) {
		const url = queue.shift();
		const key = kind(url), variant = `${key}?${keys(url)}`;
		if (answered.has(variant)) continue;
		answered.add(variant);
		// Files, and the same list with another filter or page: it is enough that they are answered.
		if (seen.has(key) || /(\.(xlsx|pdf|csv)|\/(file|pdf))$/.test(key)) {
			const answer = await v.context.request.get(url.href);
			if (answer.status() !== 200) wrong.push(`${url.pathname}${url.search}: ${answer.status()}`);
			continue;
		}
		seen.add(key);
		for (const href of await look(v, url, lang, wrong, turn)) {
			const next = new URL(href);
			next.hash = '';
			if (next.origin !== server.base) wrong.push(`${url.pathname} leads to ${href}`);
			else queue.push(next);
		}
	}
	await turnedAway(v, role, lang, wrong);
	try { v.assertClean(); } catch (e) { wrong.push(e.message); }
	await v.close();
	if (process.env.BROWSER_LIST) console.log([...answered].sort().map((s) => `# ${role} ${lang} ${s}`).join('\n'));
	return { wrong, pages: seen.size };
}

test('there is something on every list', furnish);

test('U10: by keyboard alone: the skip link comes first, Enter sends, the Tab key meets all in order', async () => {
	const v = await browser.visitor({ viewport: DESK });
	const { keyboard } = v.page;
	const active = () => v.page.evaluate(() => document.activeElement.getAttribute('href') || document.activeElement.name);
	const who = of('school_clerk');
	await v.go('/login');
	await keyboard.press('Tab');
	assert.equal(await active(), '#main');
	await keyboard.press('Enter');
	while (await active() !== 'login') await keyboard.press('Tab');
	await keyboard.type(who.login);
	await keyboard.press('Tab');
	await keyboard.type(who.password);
	await Promise.all([v.page.waitForURL((u) => u.pathname !== '/login'), keyboard.press('Enter')]);
	await v.go('/school/offerings');
	const order = await v.page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
		.filter((e) => e.checkVisibility({ checkVisibilityCSS: true })).map((e, i) => { e.dataset.tab = i; return String(i); }));
	const met = [];
	for (let i = 0; i < order.length; i++) {
		await keyboard.press('Tab');
		met.push(await v.page.evaluate(() => document.activeElement.dataset.tab));
	}
	assert.deepEqual(met, order);
	await v.close();
});

// An account has one language at a time, so one after the other; two roles at once for two cores.
async function bothLanguages(role) {
	await furnish();
	const turn = turns(role);
	for (const lang of ['zh-CN', 'en']) {
		const { wrong, pages } = await crawl(role, lang, turn);
		assert.deepEqual(wrong, [], `${role} ${lang}`);
		assert.ok(pages >= LEAST[role], `${role}: ${pages} pages`);
	}
}

// The long ones first, so that the two end together.
const title = (role) => `U9, U10, S10: every page of ${role} is answered, valid, accessible, usable by keyboard and fits, in both languages`;
const roles = ['school_clerk', 'school_leader', 'guardian', 'county', 'class_head', 'teacher', 'city', 'agency',
	'school_finance', 'county_finance', 'county_hr', 'city_finance', 'stranger']
	.filter((role) => title(role).includes(process.env.BROWSER_ONLY || ''));
const ends = new Map(); // role → { promise, resolve, reject }
for (const role of roles) {
	const end = {};
	end.promise = new Promise((resolve, reject) => Object.assign(end, { resolve, reject }));
	end.promise.catch(() => {}); // its test says so
	ends.set(role, end);
}
const waiting = [...roles];

async function hand() {
	for (let role = waiting.shift(); role; role = waiting.shift())
		await bothLanguages(role).then(ends.get(role).resolve, ends.get(role).reject);
}

for (const role of roles)
	test(title(role), () => {
		if (waiting.length === roles.length) for (let hands = 0; hands < 2; hands++) hand();
		return ends.get(role).promise;
	}, 900); // a loaded machine is slow, not broken

test('a shape leaves out what axe cannot tell apart, and nothing else', async () => {
	const v = await browser.visitor();
	const shape = async (html) => {
		await v.page.setContent(html);
		return v.shape();
	};
	const list = await shape('<ul><li><a href="/a/1">x</a></li><li><a href="/a/2">y</a></li></ul>');
	assert.equal(await shape('<ul><li><a href="/a/3">a longer text</a></li></ul>'), list);
	const parts = (a, b) => shape(`<nav aria-label="${a}"></nav><nav aria-label="${b}"></nav>`);
	assert.equal(await parts('目录', '页码'), await parts('Menu', 'Pages'), 'the same in another language');
	const said = (page, part) => shape(`<html lang="${page}"><p lang="${part}">x</p>`);
	assert.equal(await said('zh-CN', 'en'), await said('en', 'zh-CN'));
	assert.notEqual(await said('en', 'en'), await said('en', 'zh-CN'));
	assert.notEqual(await said('en', 'xx'), await said('en', 'zh-CN'));
	assert.notEqual(await parts('目录', '目录'), await parts('Menu', 'Pages'), 'two landmarks of one name');
	assert.notEqual(await parts('', '页码'), await parts('目录', '页码'), 'a landmark without a name');
	for (const other of ['<ul><li><a href="/a/1"></a></li></ul>', '<ul><li><a>x</a></li></ul>',
		'<ol><li><a href="/a/1">x</a></li></ol>', '<ul><li class="muted"><a href="/a/1">x</a></li></ul>',
		'<ul><li><a href="/a/1" role="button">x</a></li></ul>', '<ul><li><a href="/a/1">x</a></li><li></li></ul>',
		'<ul><li><a href="/a/1" title="">x</a></li></ul>', '<ul><li><a href="/a/1"><img></a></li></ul>'])
		assert.notEqual(await shape(other), list, other);
	await v.close();
});

atEnd(() => console.log(`# axe looked ${looks} times at ${pages} pages and ${refusals} refusals`));

await run();
