// Every layout and part, in both languages, in large type, on the narrowest phone, a phone and a
// desk: nothing inaccessible, nothing invalid, nothing wider than the screen. U9, U29, S10.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { assert, assertValidHtml, Browser, build, DESK, PHONE, root, run, serveStatic, SMALL, test } from './kit.mjs';
import { pixels, shrink } from './png.mjs';

const dir = path.join(build, 'gallery');
execFileSync(path.join(build, 'tests/browser/gallery'), [dir]);
const names = fs.readdirSync(dir).filter((f) => f.endsWith('.html')).map((f) => f.slice(0, -5)).sort();
const server = await serveStatic(dir);
const browser = await Browser.open(server);
const staff = (name) => /^(table|staff)/.test(name);

test('the gallery shows every part in both languages and in large type', async () => {
	for (const name of ['home', 'offerings', 'form', 'table', 'login', 'refusal'])
		for (const kind of ['', '-en', '-large']) assert.ok(names.includes(name + kind), name + kind);
});

test('U9: every page is valid HTML', async () => {
	for (const name of names) await assertValidHtml(fs.readFileSync(path.join(dir, `${name}.html`), 'utf8'), name);
});

test('data never becomes markup', async () => {
	const form = fs.readFileSync(path.join(dir, 'form.html'), 'utf8');
	assert.ok(form.includes('138&quot;&gt;&lt;b&gt;'));
	assert.ok(!form.includes('<b>'));
	assert.ok(fs.readFileSync(path.join(dir, 'offerings.html'), 'utf8').includes('机器人 &lt;进阶&gt; &amp; &quot;竞赛&quot;'));
});

for (const [what, viewport] of [['320 px', SMALL], ['390 px', PHONE], ['1280 px', DESK]])
	test(`U9, U10, U29, S10: no violation of WCAG 2.2 AA, no policy report, no scroll sideways at ${what}`, async () => {
		const v = await browser.visitor({ viewport });
		for (const name of names) {
			await v.go(`/${name}`);
			await v.assertFits();
			// the same templates with other words: once is enough
			if (name.endsWith('-en') && viewport !== DESK) continue;
			await v.assertKeyboard();
			// colours do not change with the words, and large type keeps 7:1
			await v.assertAccessible({ colours: !name.endsWith('-en'), strong: name.endsWith('-large'), stay: true });
			await v.page.setViewportSize(viewport);
		}
		v.assertClean();
		await v.close();
	}, 120);

test('U29: what a thumb is asked to hit measures 44 px', async () => {
	const v = await browser.visitor({ viewport: PHONE });
	for (const name of names.filter((n) => !staff(n))) {
		await v.go(`/${name}`);
		await v.assertTargets();
	}
	await v.close();
});

test('U29: large type leaves nothing under 18 px', async () => {
	const v = await browser.visitor({ viewport: PHONE });
	for (const name of names.filter((n) => n.endsWith('-large'))) {
		await v.go(`/${name}`);
		const small = await v.page.evaluate(() => [...document.querySelectorAll('body *')]
			.filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
				&& parseFloat(getComputedStyle(e).fontSize) < 18)
			.map((e) => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 20)}`));
		assert.deepEqual(small, [], name);
	}
	await v.close();
});

test('the main action is always on the screen, and what has focus is not under it', async () => {
	const v = await browser.visitor({ viewport: PHONE });
	for (const name of ['offerings', 'roster', 'form']) {
		await v.go(`/${name}`);
		const dock = await v.page.locator('.dock-in').boundingBox();
		assert.ok(Math.abs(dock.y + dock.height - PHONE.height) <= 1, `${name}: the dock ends at the screen's edge`);
	}
	await v.go('/roster');
	const last = v.page.locator('.roll').nth(20).locator('input:checked');
	await last.focus();
	const box = await last.boundingBox();
	const dock = await v.page.locator('.dock-in').boundingBox();
	assert.ok(box.y + box.height <= dock.y, '2.4.11: focus is not obscured');
	await v.close();
});

test('R26: an exception is one tap, and the tally follows', async () => {
	const v = await browser.visitor();
	await v.go('/roster');
	const taps = await v.countTaps(async () => {
		for (const i of [0, 7, 20]) await v.tap(v.page.locator('.roll').nth(i).locator('label').nth(1));
	});
	assert.equal(taps, 3);
	assert.equal(await v.page.locator('[data-mark=absent]:checked').count(), 3);
	assert.equal(await v.page.locator('[data-count="mark=present"]').textContent(), '36');
	assert.equal(await v.page.locator('[data-count="mark=absent"]').textContent(), '3');
	await v.close();
});

test('the basket counts and adds to the fen', async () => {
	const v = await browser.visitor();
	await v.go('/offerings');
	assert.equal(await v.page.locator('[data-sum]').textContent(), '280.00');
	await v.tap('label.cell:has([value="1"])');
	assert.equal(await v.page.locator('[data-count]').textContent(), '2');
	assert.equal(await v.page.locator('[data-sum]').textContent(), '600.00');
	await v.close();
});

test('the error summary takes the focus and its links lead to the fields', async () => {
	const v = await browser.visitor();
	await v.go('/form');
	assert.ok(await v.page.evaluate(() => document.activeElement.classList.contains('errors')));
	for (const id of ['f-name', 'f-phone', 'f-who']) {
		await v.page.locator(`.errors a[href="#${id}"]`).click();
		assert.equal(await v.page.evaluate(() => document.activeElement.id), id);
	}
	await v.close();
});

test('a second confirmation is asked for, and refusing it sends nothing', async () => {
	const v = await browser.visitor();
	const sent = [];
	await v.page.route('**/collectors', (route) => {
		sent.push(route.request().postData());
		return route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html><title>x</title>' });
	});
	await v.go('/form');
	await v.tap('.dock .btn-main');
	assert.equal(await v.page.locator('dialog.ask').innerText().then((t) => t.includes('确定保存吗')), true);
	await v.assertAccessible();
	await v.tap('.ask-end button:first-child');
	await v.page.locator('dialog').waitFor({ state: 'detached' });
	assert.equal(sent.length, 0);
	await v.tap('.dock .btn-main');
	await v.tap('.ask-end button:last-child');
	await v.page.waitForURL('**/collectors');
	assert.equal(sent.length, 1);
	await v.close();
});

test('a form on its way is not sent again by a second tap', async () => {
	const v = await browser.visitor();
	let sent = 0;
	await v.page.route('**/marks', (route) => {
		sent++;
		return route.fulfill({ status: 204 }); // the page stays
	});
	await v.go('/roster');
	await v.page.evaluate(() => {
		const button = document.querySelector('.dock .btn-main');
		button.click();
		button.click();
	});
	await v.page.waitForTimeout(300);
	assert.equal(sent, 1);
	assert.equal(await v.page.locator('.btn-main[aria-busy=true]').count(), 1);
	await v.close();
});

test('U10: without scripts sheets, dialogs and menus open and close', async () => {
	const v = await browser.withoutJavaScript();
	await v.go('/check');
	await v.tap('a[href="#agreement"]');
	assert.ok(await v.page.locator('.half-in').isVisible());
	await v.tap('.half-end a');
	assert.ok(!(await v.page.locator('.half-in').isVisible()));
	await v.tap('.sheet > summary');
	assert.ok(await v.page.locator('.sheet-in').isVisible());
	await v.page.touchscreen.tap(100, 200); // the shade
	assert.ok(!(await v.page.locator('.sheet-in').isVisible()));
	await v.go('/table');
	assert.ok(!(await v.page.locator('.side').isVisible()));
	await v.tap('.top-menu');
	assert.ok(await v.page.locator('.side').isVisible());
	await v.tap('.side-shut');
	assert.ok(!(await v.page.locator('.side').isVisible()));
	assert.equal(await v.page.locator('[data-print], [data-js], .flash-shut').filter({ visible: true }).count(), 0,
		'what needs scripts is not shown');
	v.assertClean();
	await v.close();
});

test('what htmx puts in works like the page it came with', async () => {
	const v = await browser.visitor({ viewport: DESK });
	await v.go('/table');
	const button = v.page.locator('#main [data-print]').first();
	assert.ok(await button.isVisible());
	await v.page.evaluate(() => htmx.ajax('GET', location.href, { target: '#main', select: '#main > *', swap: 'innerHTML' }));
	await button.waitFor({ state: 'visible' }); // htmx settles a moment after the swap
	const printed = await button.evaluate((b) => {
		let times = 0;
		window.print = () => times++;
		b.click();
		return times;
	});
	assert.equal(printed, 1);
	v.assertClean();
	await v.close();
});

test('U27: on paper the menu is gone and the places for names and the seal are there', async () => {
	const v = await browser.visitor({ viewport: DESK });
	await v.go('/table');
	await v.page.emulateMedia({ media: 'print' });
	for (const gone of ['.side', '.top', '.filter', '.pager', '.tools'])
		assert.ok(!(await v.page.locator(gone).isVisible()), gone);
	assert.equal(await v.page.locator('.sign-line').filter({ visible: true }).count(), 3);
	assert.ok(await v.page.locator('.seal').isVisible());
	await v.close();
});

test('the kit sees what it is there to see: a foreign request, a policy report, a bad page', async () => {
	const v = await browser.visitor();
	await v.go('/login');
	await v.page.evaluate(() => {
		const i = new Image();
		i.src = 'http://127.0.0.2:9/x.png';
		document.body.append(i);
		document.body.insertAdjacentHTML('beforeend', '<p style="color:#ddd">light</p><img src="/x">');
	});
	await v.page.waitForTimeout(200);
	assert.throws(() => v.assertNoCspReports());
	await assert.rejects(() => v.assertAccessible());
	await v.page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<a class="toast" href="/x" tabindex="-1">x</a>'));
	await assert.rejects(() => v.assertKeyboard(), /tabindex -1/);
	v.sawRequest({ url: () => 'http://example.net/' });
	assert.throws(() => v.assertNoForeignRequests());
	await assert.rejects(() => assertValidHtml('<!doctype html><html lang="en"><title>x</title><p style="x">'));
	await v.close();
});

test('the cold guardian page weighs at most 60 KB compressed', async () => {
	const page = fs.readFileSync(path.join(dir, 'offerings.html'));
	let sum = zlib.gzipSync(page).length;
	for (const [, file] of page.toString().matchAll(/(?:href|src)="(\/a\/[^"]+)"/g))
		sum += zlib.gzipSync(fs.readFileSync(path.join(dir, file)), { level: 9 }).length;
	assert.ok(sum > 5000 && sum <= 60 * 1024, `${sum} bytes`);
});

test('screenshots for the documents are small and still show the page', async () => {
	const phone = await browser.visitor({ viewport: PHONE });
	const desk = await browser.visitor({ viewport: DESK });
	for (const name of ['home', 'offerings', 'check', 'roster', 'form', 'login', 'refusal', 'offerings-large', 'table', 'staff']) {
		const v = staff(name) ? desk : phone;
		await v.go(`/${name}`);
		const file = await v.screenshot(`part-${name}`);
		const png = fs.readFileSync(file);
		assert.ok(png.length <= 60 * 1024, `${name}: ${png.length} bytes`);
		const { width, height } = pixels(await v.page.screenshot());
		assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [width, height]);
	}
	// What opens, what a phone makes of a table, what paper makes of it.
	await phone.go('/home');
	await phone.tap('.sheet > summary');
	await phone.screenshot('part-me');
	await phone.go('/table');
	await phone.page.locator('.table-stack').evaluate((e) => e.scrollIntoView());
	await phone.screenshot('part-table-phone');
	await desk.page.setViewportSize({ width: 794, height: 1123 }); // A4
	await desk.go('/table');
	await desk.page.emulateMedia({ media: 'print' });
	await desk.screenshot('part-paper');
	await phone.close();
	await desk.close();
});

test('docs/ui.md shows every part and layout, and its pictures are there', () => {
	const text = fs.readFileSync(path.join(root, 'docs/ui.md'), 'utf8');
	for (const file of fs.readdirSync(path.join(root, 'src/web/part')).filter((f) => f.endsWith('.html')))
		assert.ok(text.includes('`@' + file.slice(0, -5) + '`'), file);
	for (const file of fs.readdirSync(path.join(root, 'src/web/layout')).filter((f) => f.endsWith('.html')))
		assert.ok(text.includes('`' + file.slice(0, -5) + '`'), file);
	for (const [, picture] of text.matchAll(/\((images\/[^)]+)\)/g))
		assert.ok(fs.statSync(path.join(root, 'docs', picture)).size <= 60 * 1024, picture);
});

await run();
