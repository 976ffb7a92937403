// One term of a school, all of it in the browser and on one real server: from the spreadsheets in the
// clerk's hands to the bill in the guardian's, the register in the teacher's and the county's figures; then
// everything is recomputed from the rows. Once with scripts and once without.
import fs from 'node:fs';
import path from 'node:path';
import { assert, Browser, csv, DESK, PHONE, root, run, serveDemo, test } from './kit.mjs';

// Twenty minutes before the courses of a Tuesday begin: enrolment is open, registers can be marked.
const CLOCK = '2026-10-20T16:40:00+08:00';
const COURSE = '风筝工坊';
const CONTENT = `托管以完成作业为主；个性化课程新开${COURSE}。`;
const SHEET = { minutes: '840', people: '1', rate: '100', materials: '0', headcount: '20', government: '0', own: '0' };
const roster = path.join(root, 'tests/docs/data/roster-2000-gbk.csv');

const main = (v) => v.page.locator('main').innerText();
const button = (v) => v.page.locator('.dock .btn-main');

// Three children of one class and their guardians, as the office's spreadsheet program saves it; the number of
// the third is miswritten. GBK keeps ASCII as it is, so bytes are exchanged for bytes.
function pupilsFile(server, school) {
	const lines = fs.readFileSync(roster, 'latin1').split('\r\n');
	const file = path.join(server.dir, 'pupils.csv');
	fs.writeFileSync(file, `${[0, 1, 2, 18].map((i) => lines[i].replace('2134150001,', `${school},`).replace(',199', ',197'))
		.join('\r\n')}\r\n`, 'latin1');
	const [first] = csv(new TextDecoder('gbk').decode(fs.readFileSync(file)));
	return { file, child: first['姓名'], phone: first['监护人手机号'] };
}

function offeringsFile(server) {
	const file = path.join(server.dir, 'offerings.csv');
	fs.writeFileSync(file, '\uFEFF编号,服务类型,名称,内容类别,面向年级,上课时间,计价单位,收费标准,名额,报名开始时间,报名截止时间,开课日期\r\n'
		+ `FZ01,个性化课程,${COURSE},手工,1-6,周二 17:00-18:00,次,5,20,2026-10-12 08:00,2026-12-01 18:00,2026-10-20\r\n`);
	return file;
}

// Sent in, looked at, taken: what the page says at the check and at the end.
async function takeIn(v, kind, file) {
	await v.go('/school/imports');
	await v.tapThrough(v.page.locator('a[href="/school/imports/new"]').first());
	await v.page.selectOption('#f-kind', kind);
	await v.page.setInputFiles('#f-file', file);
	await v.tapThrough('form.card .btn-main');
	const found = await main(v);
	assert.equal(await v.page.locator('form[action$="/apply"]').count(), 1, found);
	await v.tapThrough('form[action$="/apply"] button');
	// Rows are taken bit by bit: the page follows by itself, or by its link where it has no scripts.
	for (let i = 0; await v.page.locator('progress').count(); i++) {
		assert.ok(i < 50, 'the rows are taken');
		if (v.js) await v.page.locator('progress').waitFor({ state: 'detached' });
		else await v.tapThrough(v.page.getByRole('link', { name: '刷新' }));
	}
	return { found, done: await main(v) };
}

async function enterPupils(v, roll) {
	const { found, done } = await takeIn(v, 'pupils', roll.file);
	assert.match(found, /新增\s+2\s/);
	assert.match(found, /4\s+证件号码\s+341502201908210181\s+号码的校验位不对/, 'the fourth row, and why');
	assert.match(done, /已导入 2 行/);
}

// A course of the school's own staff, taken from a spreadsheet: given to a teacher, signed for, its costs laid
// open by the clerk and the leader, and published.
async function openCourse(v, leader, server, teacher) {
	const { found, done } = await takeIn(v, 'offerings', offeringsFile(server));
	assert.match(found, /新增\s+1\s/);
	assert.match(done, /已导入 1 行/);
	await v.go('/school/offerings');
	await v.page.selectOption('select[name=in_state]', { label: '草稿' });
	await v.tapThrough(v.page.getByRole('button', { name: '查询' }));
	await v.tapThrough(v.page.locator('main table a').filter({ hasText: COURSE }));
	const page = v.path();
	assert.match(await main(v), /5\.00 元\/次 × 14 课次 = 70\.00 元/);

	const number = teacher.login.split('.')[1];
	const options = await v.page.locator('#f-staff option').allTextContents();
	const label = options.find((text) => text.startsWith(`${number} `));
	await v.page.selectOption('#f-staff', { label });
	await v.tapThrough('form[action$="/staff"].fields button');
	assert.ok((await v.page.locator('form.cell[action$="/staff"]').textContent()).includes(label.slice(number.length + 1)));

	await v.tapThrough('form[action$="/publish"] button');
	assert.match(await main(v), /还没有公开的价格测算表/, 'not before its costs are open');
	await v.go('/price-sheets');
	await v.page.selectOption('#f-offering', { label: COURSE });
	for (const [name, value] of Object.entries(SHEET)) await v.page.fill(`#f-${name}`, value);
	await v.tapThrough('form:has(#f-headcount) .btn-main');
	await leader.login('school_leader');
	await leader.go('/price-sheets');
	await leader.tapThrough(leader.page.locator('main table a').filter({ hasText: COURSE }));
	assert.match(await main(leader), /1,400\.00/, '14 hours at 100 yuan');
	await leader.tapThrough('form[action$="/publication"] button');

	await v.go(page);
	await v.tapThrough('form[action$="/publish"] button');
	assert.match(await main(v), /学校尚未签署/);
	await v.go('/school/agreements?kind=course');
	assert.match(await v.page.locator('form[action$="/sign"]').textContent(), new RegExp(COURSE));
	await v.tapThrough('form[action$="/sign"] button');
	await v.go(page);
	for (let i = 0; i < 50 && !/课次（14）/.test(await main(v)); i++) { // a job lays them down
		await new Promise((resolve) => { setTimeout(resolve, 100); });
		await v.go(page);
	}
	assert.match(await main(v), /课次（14）/);
	assert.match(await main(v), /已发布/);
	assert.doesNotMatch(await main(v), /学校尚未签署/);
}

async function publishNotice(v) {
	await v.go('/school/notices');
	await v.page.fill('[name=content]', CONTENT);
	await v.tapThrough('form[action="/school/notices"] .btn-main');
	await v.tapThrough('form[action$="/publish"] button');
	assert.match(await main(v), /已发布/);
	assert.equal(await v.page.locator('form[action$="/publish"]').count(), 0, 'no draft is left');
}

// The slip that the school cuts out for one family.
async function slipOf(v, child) {
	await v.go('/school/guardians/codes');
	await v.page.selectOption('#f-class', { label: '一年级(1)班' });
	await v.tapThrough('main form .btn-main');
	assert.match(await main(v), /只显示这一次/);
	return (await v.page.locator('.cell').filter({ hasText: child }).locator('code').textContent()).trim();
}

async function enrol(v, { child, phone }, code) {
	await v.go('/login');
	await v.tapThrough('a[href="/login/code"]');
	await v.page.fill('input[name=login]', phone);
	await v.page.fill('input[name=code]', code);
	await v.page.fill('input[name=password]', '风筝飞得很高-2026');
	await v.tapThrough('main form button');
	assert.equal(v.path(), '/home');
	assert.match(await main(v), new RegExp(child));

	await v.tapThrough('.tabs a[href="/enrol"]');
	assert.match(await main(v), /请先阅读并确认告知书/);
	assert.match(await main(v), /报名截止/, 'enrolment is open; it is the notice that stands in the way');
	assert.equal(await v.page.locator('input[name=wish]').count(), 0, 'nothing can be chosen before');
	await v.tapThrough('main a[href$="/notice"]');
	assert.ok((await main(v)).includes(CONTENT), 'the notice that was just published');
	await v.tapThrough(button(v));

	assert.equal(v.path(), '/enrol');
	await v.tap(v.page.locator('label.cell:has(input[name=wish])').filter({ hasText: COURSE }));
	await v.tapThrough(button(v));
	assert.equal(v.path(), '/enrol/check');
	await v.tap('label:has(#f-sign)');
	await v.tapThrough(button(v));
	assert.equal(v.path(), '/enrol/done');
	await v.tapThrough('a.cell[href$="/bill"]');
	const bill = await main(v);
	assert.match(bill, new RegExp(`${COURSE}.*\\s+¥70\\.00\\s+14 课次 × 5\\.00 = 70\\.00`));
	assert.match(bill, /应付\s+¥70\.00\s+大写：柒拾元整/);
}

async function mark(v, teacher, child) {
	await v.login(teacher);
	await v.go('/today');
	await v.tapThrough(v.page.locator('a.cell[href^="/sittings/"]').filter({ hasText: COURSE }));
	await v.tap(v.page.locator('.roll').filter({ hasText: child }).locator('label:has(input[value=late])'));
	await v.tapThrough(button(v));
	assert.match(await main(v), /已点名 1\/1/);
	assert.match(await main(v), /迟到\s+1\s/);
}

// What the county is shown of its one school, by the titles of the columns.
async function countySees(v) {
	await v.go('/county');
	const titles = await v.page.locator('main thead th').allInnerTexts();
	const cells = await v.page.locator('main tbody tr').filter({ hasText: '青溪小学' }).locator('th, td').allInnerTexts();
	const row = Object.fromEntries(titles.map((t, i) => [t.trim(), cells[i].trim().replaceAll(',', '')]));
	const [marked, today] = row['今日考勤'].split('/').map(Number);
	return { pupils: Number(row['学生']), enrolled: Number(row['已报名学生']), seats: Number(row['限额名额']),
		taken: Number(row['已占名额']), billed: Number(row['账单合计（元）']), marked, today };
}

for (const js of [true, false])
	test(`R2, R4, R6, R9, R30, R34, R50: a term from the spreadsheet to the bill, the register and the county, ${js ? 'with' : 'without'} JavaScript`, async () => {
		const server = await serveDemo({ clock: CLOCK });
		const browser = await Browser.open(server);
		const people = [];
		const come = async (viewport) => {
			const v = Object.assign(await browser.visitor({ viewport, js }), { js });
			people.push(v);
			return v;
		};
		const teacher = server.accounts.filter((a) => a.role === 'teacher').pop();
		const clerk = await come(DESK), county = await come(DESK);
		const { school } = await clerk.login('school_clerk');
		await county.login('county');
		const before = await countySees(county);

		const roll = pupilsFile(server, school);
		await enterPupils(clerk, roll);
		await openCourse(clerk, await come(DESK), server, teacher);
		await publishNotice(clerk);
		await enrol(await come(PHONE), roll, await slipOf(clerk, roll.child));
		await mark(await come(PHONE), teacher, roll.child);

		assert.deepEqual(await countySees(county), { pupils: before.pupils + 2, enrolled: before.enrolled + 1,
			seats: before.seats + 20, taken: before.taken + 1, billed: before.billed + 70, marked: before.marked + 1,
			today: before.today + 1 });
		for (const v of people) {
			v.assertClean();
			await v.close();
		}
		const said = server.kehou('verify', '--db', server.db);
		assert.equal(said.status, 0, said.stdout + said.stderr);
		assert.match(said.stdout, /bill_lines\s+\d+ rows\s+holds/);
		await server.stop();
	}, 120);

await run();
