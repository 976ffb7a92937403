// The desks, on the real server with the demo's school: the clerk takes in a roster of 2,000 of which 17
// rows are bad, looks for what is missing, takes lists away; the county sees its schools and its fund.
import fs from 'node:fs';
import path from 'node:path';
import { assert, Browser, csv, DESK, once, root, run, serveDemo, SMALL, test } from './kit.mjs';
import { sheetOf } from './xlsx.mjs';

const server = await serveDemo();
const browser = await Browser.open(server);
const data = path.join(root, 'tests/docs/data');
const main = (v) => v.page.locator('main').textContent();

async function download(v, link) {
	const [file] = await Promise.all([v.page.waitForEvent('download'), link.click()]);
	return fs.readFileSync(await file.path());
}
const isWorkbook = (bytes) => bytes.length > 2000 && bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04';

// What the reasons of the fixture's list of bad rows are called to the clerk.
const REASONS = { check_digit: '号码的校验位不对，有一位填错了', name_missing: '没有填写', class_unknown: '本校没有这个班级',
	pupil_number_twice: '与文件里另一行重复', date_impossible: '号码里的出生日期不存在', sex_unknown: '不是可以选择的内容',
	school_code_wrong: '学校标识码不是本校的', length_wrong: '这是 15 位的旧身份证号码' };
const PHONES = { 404: '手机号码的位数不对', 957: '这不是内地的手机号码', 2001: '手机号码里有不应出现的字符' };

// Row, column, value and reason, as the roster that was sent has them.
function badRows() {
	return csv(fs.readFileSync(path.join(data, 'roster-2000.bad.csv'), 'utf8')).map((b) => ({ ...b,
		value: b.value.replace(/^199/, '197'), reason: b.reason === 'phone_wrong' ? PHONES[b.row] : REASONS[b.reason] }));
}

// What comes back for mending: the rows as they were sent, and beside each of them, in red, what is wrong.
function assertSentBack(book, sent, bad) {
	const [titles, ...rows] = sheetOf(book);
	const lines = new TextDecoder('gbk').decode(fs.readFileSync(sent)).trimEnd().split('\r\n').map((l) => l.split(','));
	assert.deepEqual(titles.map((c) => c.text), [...lines[0], '错误原因']);
	assert.deepEqual(rows.map((r) => r.slice(0, -1).map((c) => c.text)), bad.map((b) => lines[b.row - 1]), 'the rows as they were');
	for (const [i, b] of bad.entries()) {
		const why = rows[i].at(-1);
		assert.ok(why.text.startsWith(`【${b.column}】${b.reason}。`), `row ${b.row}: ${why.text}`);
		assert.ok(!why.text.includes('\n'), `one reason for row ${b.row}: ${why.text}`);
	}
	for (const { ink, ground } of [titles.at(-1), ...rows.map((r) => r.at(-1))])
		assert.deepEqual({ ink, ground }, { ink: '9C0006', ground: 'FFC7CE' }, 'red on pale red');
	assert.ok(rows.every((r) => r.slice(0, -1).every((c) => !c.ink && !c.ground)), 'and nothing else is red');
}

// The roster of the fixtures as if it were the demo school's own: its code, phones of no demo family,
// and the classes it names. GBK keeps ASCII as it is, so bytes are exchanged for bytes.
const roster = once(async () => {
	const school = server.accounts.find((a) => a.role === 'school_clerk').school;
	const text = fs.readFileSync(path.join(data, 'roster-2000-gbk.csv'), 'latin1')
		.replaceAll('2134150001,', `${school},`).replaceAll(',199', ',197');
	const file = path.join(server.dir, 'roster.csv');
	fs.writeFileSync(file, text, 'latin1');
	const v = await browser.visitor({ viewport: DESK });
	await v.login('school_clerk');
	for (let grade = 1; grade <= 6; grade++)
		for (let number = 1; number <= 8; number++) {
			await v.go('/school/classes');
			if (await v.page.getByText(`${'一二三四五六'[grade - 1]}年级(${number})班`, { exact: true }).count()) continue;
			await v.page.selectOption('form [name=grade]', String(grade));
			await v.page.fill('form [name=class_number]', String(number));
			await v.tapThrough('form:has([name=class_number]) button.btn-main');
		}
	await v.close();
	return file;
});

test('R2: a clerk adds the classes that a roster will name', roster, 90);

for (const js of [true, false])
	test(`R2: the 17 bad rows of 2,000 come back exactly, ${js ? 'with' : 'without'} JavaScript`, async () => {
		const file = await roster();
		const v = await browser.visitor({ viewport: DESK, js });
		await v.login('school_clerk');
		await v.go('/school/imports/new');
		await v.page.selectOption('#f-kind', 'pupils');
		await v.page.setInputFiles('#f-file', file);
		await v.tapThrough('form.card .btn-main');
		const bad = badRows();
		assert.equal(bad.length, 17);
		const rows = await v.page.locator('table tbody tr').evaluateAll((all) => all.map((r) => {
			const [row, column, value, reason] = [...r.children].map((c) => c.textContent);
			return { row, column, value, reason };
		}));
		assert.deepEqual(rows, bad);
		assert.match(await main(v), /17/);
		if (js) await v.screenshot('clerk-import');
		if (js) await v.assertAccessible();
		// The file as it was, with the reason beside each bad row.
		const book = await download(v, v.page.locator('a[href$="/errors.xlsx"]'));
		assert.ok(isWorkbook(book), 'a workbook');
		assertSentBack(book, file, bad);
		await v.tapThrough('form[action$="/cancel"] button');
		v.assertClean();
		await v.close();
	}, 120);

test('the list of offerings is filtered, paged and taken away as a workbook', async () => {
	const v = await browser.visitor({ viewport: DESK });
	await v.login('school_clerk');
	await v.go('/school/offerings');
	await v.screenshot('clerk-offerings');
	const count = () => v.page.locator('table tbody tr').count();
	const all = await count();
	assert.equal(all, 32, 'care, lunch and 30 courses');
	await v.page.selectOption('select[name=in_kind]', { label: '普惠托管' });
	await v.tapThrough(v.page.getByRole('button', { name: '查询' }));
	assert.equal(await count(), 1);
	assert.ok(isWorkbook(await download(v, v.page.getByRole('link', { name: '导出', exact: true }))));
	v.assertClean();
	await v.close();
});

test('pupils are found by class without scripts', async () => {
	const v = await browser.withoutJavaScript({ viewport: DESK });
	await v.login('school_clerk');
	await v.go('/school/pupils');
	assert.match(await main(v), /共 1,?000 条/);
	const first = await v.page.locator('select[name=class] option').nth(1).getAttribute('value');
	await v.page.selectOption('select[name=class]', first);
	await v.tapThrough(v.page.getByRole('button', { name: '查询' }));
	const n = Number((await main(v)).match(/共 (\d+) 条/)[1]);
	assert.ok(n > 10 && n < 100, `${n} in the class`);
	v.assertClean();
	await v.close();
});

test('R9: who has not confirmed the notice is listed by name, with the export', async () => {
	const v = await browser.visitor({ viewport: DESK });
	await v.login('school_clerk');
	await v.go('/school/notices/unconfirmed');
	const waiting = new Set(server.accounts.filter((a) => a.role === 'guardian_unconfirmed').flatMap((a) => a.pupils));
	const n = Number((await main(v)).match(/共 (\d+) 条/)[1]);
	assert.ok(n > 0 && n >= waiting.size / 2, `${n} pupils listed`);
	assert.ok(isWorkbook(await download(v, v.page.getByRole('link', { name: '导出', exact: true }))));
	const text = (await download(v, v.page.getByRole('link', { name: '导出 CSV' }))).toString('utf8');
	assert.equal(csv(text).length, n, 'every pupil');
	await v.screenshot('clerk-unconfirmed');
	v.assertClean();
	await v.close();
});

for (const js of [true, false])
	test(`R30: the county sees its schools side by side and its fund, ${js ? 'with' : 'without'} JavaScript`, async () => {
		const v = await browser.visitor({ viewport: DESK, js });
		await v.login('county');
		await v.go('/');
		assert.equal(v.path(), '/county');
		assert.equal(await v.page.locator('table tbody tr', { hasText: '青溪小学' }).count(), 1, 'its school');
		if (js) await v.screenshot('county');
		await v.go('/county/guarantee');
		assert.match(await main(v), /青溪小学/);
		assert.match(await main(v), /150/);
		if (js) await v.screenshot('county-guarantee');
		const { status } = await v.go('/school/pupils').then((a) => ({ status: a.status() }));
		assert.ok(status === 403 || status === 404, `the school's desk is not the county's: ${status}`);
		v.assertClean();
		await v.close();
	});

// What finance paid into the fund, by the page.
const payIn = once(async () => {
	const v = await browser.visitor({ viewport: DESK });
	await v.login('county');
	await v.go('/county/guarantee');
	await v.page.selectOption('#f-school', { index: 1 });
	await v.page.fill('#f-amount', '1234.50');
	await v.page.fill('#f-document', 'CZ-2026-77');
	await v.tapThrough('form:has(#f-document) .btn-main');
	await v.close();
});

test('R71: an officer goes through the ledger from the trial balance down to the entry of what finance paid', async () => {
	await payIn();
	const v = await browser.visitor({ viewport: DESK });
	await v.login('county');
	await v.go('/county/ledger');
	await v.assertAccessible();
	await v.assertFits();
	await v.screenshot('county-ledger');
	assert.match(await v.page.locator('tr.sum').textContent(), /0\.00\s*$/, 'it adds up to zero');
	await v.tapThrough(v.page.locator('a[href*="account=guarantee"]').first());
	assert.match(await main(v), /1,234\.50/);
	await v.assertAccessible();
	await v.screenshot('county-statement');
	await v.tapThrough(v.page.locator('a[href*="/ledger/entries/"]').last());
	assert.match(await main(v), /1,234\.50/);
	await v.assertAccessible();
	await v.screenshot('county-entry');
	await v.go('/county/ledger/periods');
	await v.assertAccessible();
	await v.screenshot('county-periods');
	await v.close();
});

test('R42: a school reads its ledger on the smallest screen without JavaScript', async () => {
	await payIn();
	const v = await browser.withoutJavaScript({ viewport: SMALL });
	await v.login('school_clerk');
	await v.go('/school/ledger');
	await v.assertFits();
	await v.screenshot('school-ledger-phone');
	await v.tapThrough(v.page.locator('a[href*="statement?account=guarantee"]').first());
	await v.assertFits();
	await v.tapThrough(v.page.locator('a[href*="/ledger/entries/"]').last());
	await v.assertFits();
	assert.match(await main(v), /1,234\.50/);
	await v.screenshot('school-entry-phone');
	await v.close();
});

await run();
