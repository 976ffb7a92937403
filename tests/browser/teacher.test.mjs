// A teacher on a phone, this afternoon: everybody is present until said otherwise, so a whole class
// takes two taps and three exceptions take five, with scripts and without. R50, U2.
import { assert, assertValidHtml, Browser, once, PHONE, run, serveDemo, test } from './kit.mjs';

// Twenty minutes before the courses of a Tuesday begin, care is under way.
const DAY = '2026-10-20';
const PUPILS = 40;

async function ask(school, who, method, where, body) {
	const answer = await fetch(school.server.base + where, { method, body: body && JSON.stringify(body),
		headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' } });
	const said = await answer.json();
	assert.ok(answer.ok, `${method} ${where}: ${answer.status} ${JSON.stringify(said)}`);
	return said;
}

// Forty children in care and in each course of the day that has the seats, by their own guardians.
async function fill(school) {
	const had = new Set();
	let care;
	for (const who of school.server.accounts.filter((a) => a.role === 'guardian')) {
		if (had.size === PUPILS) break;
		if (who.pupils.length !== 1 || had.has(who.pupils[0])) continue;
		const { items } = await ask(school, who, 'GET', '/api/v1/offerings?limit=100');
		care = items.find((o) => o.kind === 'care');
		const courses = items.filter((o) => o.kind === 'course' && o.open && o.slots[0].weekday === 2);
		for (const o of [care, courses[had.size % 3]].filter(Boolean))
			await ask(school, who, 'POST', '/api/v1/enrolments', { pupil: who.pupils[0], offering: o.id, agreement: o.agreement });
		had.add(who.pupils[0]);
	}
	assert.equal(had.size, PUPILS);
	return care;
}

// A school for those with scripts and one for those without: a register is called for the first time once.
async function open() {
	const server = await serveDemo({ clock: `${DAY}T16:40:00+08:00` });
	const school = { server, browser: await Browser.open(server) };
	// Care is held by the class heads, courses by the others.
	school.teachers = server.accounts.filter((a) => ['class_head', 'teacher'].includes(a.role))
		.sort((a, b) => b.role.localeCompare(a.role));
	school.care = (await fill(school)).id;
	return school;
}
const schools = { true: once(open), false: once(open) };

async function teacherOf(school, kind) {
	for (const who of school.teachers) {
		const { items } = await ask(school, who, 'GET', `/api/v1/sittings?date=${DAY}`);
		const sitting = items.find((s) => s.expected > 0 && (s.offering === school.care) === (kind === 'care'));
		if (sitting) return { who, sitting };
	}
	throw new Error(`nobody teaches ${kind} today`);
}

const cell = (v, sitting) => v.page.locator(`a.cell[href="/sittings/${sitting.id}"]`);
const save = (v) => v.page.locator('.dock .btn-main');
const main = (v) => v.page.locator('main').textContent();
const marked = (v, row, mark) => v.page.locator('.roll').nth(row).locator(`label:has(input[value=${mark}])`);
const pupilAt = (v, row) => v.page.locator('.roll').nth(row).locator('input[type=hidden]').inputValue();

async function marks(school, { who, sitting }) {
	const { items } = await ask(school, who, 'GET', `/api/v1/sittings?offering=${sitting.offering}&date=${DAY}`);
	return items[0];
}

const EXCEPTIONS = [[1, 'absent'], [3, 'leave'], [5, 'late']];

// By taps: the register, the three, the button. What the server holds then is what was tapped.
async function call(js) {
	const school = await schools[js]();
	const { who, sitting } = await teacherOf(school, 'care');
	assert.equal(sitting.expected, PUPILS);
	assert.equal(sitting.marked, false);
	const v = await school.browser.visitor({ viewport: PHONE, js });
	await v.login(who);
	await v.go('/');
	assert.equal(v.path(), '/today');
	if (js) await v.screenshot('teacher-today');
	const expected = {};
	const taps = await v.countTaps(async () => {
		await v.tapThrough(cell(v, sitting));
		assert.equal(await v.page.locator('.roll').count(), PUPILS);
		assert.equal(await v.page.locator('input[value=present]:checked').count(), PUPILS, 'everybody is present');
		for (const pupil of await v.page.locator('.roll input[type=hidden]').evaluateAll((all) => all.map((e) => e.value)))
			expected[pupil] = 'present';
		for (const [row, mark] of EXCEPTIONS) {
			await v.tap(marked(v, row, mark));
			expected[await pupilAt(v, row)] = mark;
		}
		assert.equal(await v.page.locator('.tally').isVisible(), js, 'only scripts can count on the way');
		if (js) {
			await v.page.evaluate(() => scrollTo(0, 0));
			await v.screenshot('teacher-roster');
		}
		await v.tapThrough(save(v));
	});
	const saved = await marks(school, { who, sitting });
	assert.equal(saved.marked, true);
	assert.deepEqual(Object.fromEntries(saved.marks.map((m) => [m.pupil, m.mark])), expected);
	const counted = await v.page.locator('dl.facts dd').allTextContents();
	assert.deepEqual(counted.map(Number), [PUPILS, PUPILS - 3, 1, 1, 1], 'and the page counts them');
	await assertValidHtml(await v.source(`/sittings/${sitting.id}`), 'register');
	v.assertClean();
	await v.close();
	return { school, who, sitting, taps };
}
const called = { true: once(() => call(true)), false: once(() => call(false)) };

for (const js of [true, false]) {
	const how = js ? 'with JavaScript' : 'without JavaScript';

	test(`U2: a roster of 40 with 3 exceptions takes at most 5 taps, ${how}`, async () => {
		const { taps } = await called[js]();
		assert.ok(taps <= 5, `${taps} taps`);
	});

	test(`U2: all present takes two taps, ${how}`, async () => {
		const school = await schools[js]();
		const { who, sitting } = await teacherOf(school, 'course');
		const v = await school.browser.visitor({ viewport: PHONE, js });
		await v.login(who);
		await v.go('/today');
		const taps = await v.countTaps(async () => {
			await v.tapThrough(cell(v, sitting));
			await v.tapThrough(save(v));
		});
		assert.equal(taps, 2);
		const saved = await marks(school, { who, sitting });
		assert.equal(saved.marked, true);
		assert.equal(saved.present, sitting.expected);
		v.assertClean();
		await v.close();
	});

	test(`a later change keeps the old value and says who made it, ${how}`, async () => {
		const { school, who, sitting } = await called[js]();
		const before = await marks(school, { who, sitting });
		const { account } = await ask(school, who, 'GET', '/api/v1/me');
		const v = await school.browser.visitor({ viewport: PHONE, js });
		await v.login(who);
		await v.go(`/sittings/${sitting.id}`);
		const pupil = await pupilAt(v, 1);
		assert.equal(before.marks.find((m) => m.pupil === pupil).mark, 'absent');
		await v.tap(marked(v, 1, 'late'));
		await v.tapThrough(save(v));
		await v.go(`/sittings/${sitting.id}`);
		assert.match(await main(v), /缺勤 → 迟到/);
		assert.ok((await v.page.locator('.cell').filter({ hasText: '缺勤 → 迟到' }).textContent()).includes(account.name), account.name);
		const expected = before.marks.map((m) => [m.pupil, m.pupil === pupil ? 'late' : m.mark]);
		assert.deepEqual((await marks(school, { who, sitting })).marks.map((m) => [m.pupil, m.mark]), expected, 'and nobody else');
		v.assertClean();
		await v.close();
	});
}

test('a course that does not begin for hours is not marked yet, and says so', async () => {
	const school = await schools.true();
	const { who } = await teacherOf(school, 'course');
	const v = await school.browser.visitor({ viewport: PHONE });
	await v.login(who);
	let found = null;
	for (let day = 21; day <= 23 && !found; day++) {
		await v.go(`/today?day=2026-10-${day}`);
		if (await v.page.locator('a.cell[href^="/sittings/"]').count()) found = v.page.locator('a.cell[href^="/sittings/"]').first();
	}
	assert.ok(found, 'the teacher has another sitting this week');
	await v.tapThrough(found);
	assert.equal(await v.page.locator('.dock .btn-main').count(), 0, 'nothing to save');
	v.assertClean();
	await v.close();
});

// Last, as the evening does not become an afternoon again.
for (const js of [true, false])
	test(`a change after the end asks for a reason, keeps what was tapped, and says both, ${js ? 'with' : 'without'} JavaScript`, async () => {
		const { school, who, sitting } = await called[js]();
		await school.server.goTo(`${DAY}T20:00:00+08:00`);
		const before = await marks(school, { who, sitting });
		const v = await school.browser.visitor({ viewport: PHONE, js });
		await v.login(who);
		await v.go(`/sittings/${sitting.id}`);
		const pupil = await pupilAt(v, 8);
		await v.tap(marked(v, 8, 'leave'));
		await v.tapThrough(save(v));
		assert.match(await v.page.title(), /^错误/);
		assert.equal(await v.page.locator('#f-reason').getAttribute('aria-invalid'), 'true');
		assert.ok(await v.page.locator('.roll').nth(8).locator('input[value=leave]').isChecked(), 'what was tapped');
		assert.deepEqual(await marks(school, { who, sitting }), before, 'nothing is saved');
		if (js) await v.assertAccessible();
		await v.page.fill('#f-reason', '家长打来电话');
		await v.tapThrough(save(v));
		await v.go(`/sittings/${sitting.id}`);
		assert.match(await v.page.locator('.cell').filter({ hasText: '到 → 请假' }).textContent(), /家长打来电话/);
		assert.deepEqual((await marks(school, { who, sitting })).marks.map((m) => [m.pupil, m.mark]),
			before.marks.map((m) => [m.pupil, m.pupil === pupil ? 'leave' : m.mark]));
		v.assertClean();
		await v.close();
	});

await run();
