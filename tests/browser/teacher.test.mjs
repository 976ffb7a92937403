// A teacher on a phone, this afternoon: everybody is present until said otherwise, so a whole class
// takes two taps and three exceptions take five. R50, U2.
import { assert, assertValidHtml, Browser, PHONE, run, serveDemo, test } from './kit.mjs';

// Twenty minutes before the courses of a Tuesday begin, care is under way.
const server = await serveDemo({ clock: '2026-10-20T16:40:00+08:00' });
const browser = await Browser.open(server);
// Care is held by the class heads, courses by the others.
const teachers = server.accounts.filter((a) => ['class_head', 'teacher'].includes(a.role))
	.sort((a, b) => b.role.localeCompare(a.role));
const PUPILS = 40;

async function ask(who, method, where, body) {
	const answer = await fetch(server.base + where, { method, body: body && JSON.stringify(body),
		headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' } });
	return { status: answer.status, body: await answer.json() };
}

// Forty children in care and in each course of the day that has the seats, by their own guardians.
async function fill() {
	const had = new Set();
	let open = [];
	for (const who of server.accounts.filter((a) => a.role === 'guardian')) {
		if (had.size === PUPILS) break;
		if (who.pupils.length !== 1 || had.has(who.pupils[0])) continue;
		const { body } = await ask(who, 'GET', '/api/v1/offerings?limit=100');
		open = body.items.filter((o) => o.kind === 'care' || (o.kind === 'course' && o.slots[0].weekday === 2));
		const care = open.find((o) => o.kind === 'care');
		const course = open.filter((o) => o.kind === 'course' && o.open)[had.size % 3];
		for (const o of [care, course].filter(Boolean)) {
			const got = await ask(who, 'POST', '/api/v1/enrolments', { pupil: who.pupils[0], offering: o.id, agreement: o.agreement });
			assert.equal(got.status, 201, JSON.stringify(got.body));
		}
		had.add(who.pupils[0]);
	}
	assert.equal(had.size, PUPILS);
	return open;
}

const offered = await fill();
const care = offered.find((o) => o.kind === 'care');

async function teacherOf(kind) {
	for (const who of teachers) {
		const { body } = await ask(who, 'GET', '/api/v1/sittings?date=2026-10-20');
		const sitting = body.items.find((s) => s.expected > 0 && (s.offering === care.id) === (kind === 'care') && !s.marked);
		if (sitting) return { who, sitting };
	}
	throw new Error(`nobody teaches ${kind} today`);
}

const cell = (v, sitting) => v.page.locator(`a.cell[href="/sittings/${sitting.id}"]`);
const save = (v) => v.page.locator('.dock .btn-main');
async function marks(who, sitting) {
	const { body } = await ask(who, 'GET', `/api/v1/sittings?offering=${sitting.offering}&date=2026-10-20`);
	return body.items[0];
}

test('U2: a roster of 40 with 3 exceptions takes at most 5 taps', async () => {
	const { who, sitting } = await teacherOf('care');
	assert.equal(sitting.expected, PUPILS);
	const v = await browser.visitor({ viewport: PHONE });
	await v.login(who);
	await v.go('/');
	assert.equal(v.path(), '/today');
	await v.screenshot('teacher-today');
	const taps = await v.countTaps(async () => {
		await v.tapThrough(cell(v, sitting));
		assert.equal(await v.page.locator('.roll').count(), PUPILS);
		assert.equal(await v.page.locator('input[value=present]:checked').count(), PUPILS, 'everybody is present');
		for (const [row, mark] of [[1, 'absent'], [3, 'leave'], [5, 'late']])
			await v.tap(v.page.locator('.roll').nth(row).locator(`label:has(input[value=${mark}])`));
		await v.page.evaluate(() => scrollTo(0, 0));
		await v.screenshot('teacher-roster');
		await v.tapThrough(save(v));
	});
	assert.ok(taps <= 5, `${taps} taps`);
	const saved = await marks(who, sitting);
	assert.equal(saved.marked, true);
	const count = (mark) => saved.marks.filter((m) => m.mark === mark).length;
	assert.deepEqual([count('present'), count('absent'), count('leave'), count('late')], [PUPILS - 3, 1, 1, 1]);
	await assertValidHtml(await v.source(`/sittings/${sitting.id}`), 'register');
	v.assertClean();
	await v.close();
});

test('U2: all present takes two taps, without JavaScript', async () => {
	const { who, sitting } = await teacherOf('course');
	const v = await browser.withoutJavaScript({ viewport: PHONE });
	await v.login(who);
	await v.go('/today');
	const taps = await v.countTaps(async () => {
		await v.tapThrough(cell(v, sitting));
		await v.tapThrough(save(v));
	});
	assert.equal(taps, 2);
	const saved = await marks(who, sitting);
	assert.equal(saved.marked, true);
	assert.equal(saved.present, sitting.expected);
	v.assertClean();
	await v.close();
});

test('a later change keeps the old value and says who made it', async () => {
	const { body } = await ask(teachers[0], 'GET', '/api/v1/me');
	assert.ok(body, 'the token works');
	let done;
	for (const who of teachers) {
		const today = await ask(who, 'GET', '/api/v1/sittings?date=2026-10-20');
		done = done || today.body.items.filter((s) => s.marked && s.offering === care.id).map((sitting) => ({ who, sitting }))[0];
	}
	const v = await browser.visitor({ viewport: PHONE });
	await v.login(done.who);
	await v.go(`/sittings/${done.sitting.id}`);
	await v.tap(v.page.locator('.roll').nth(1).locator('label:has(input[value=late])'));
	await v.tapThrough(save(v));
	await v.go(`/sittings/${done.sitting.id}`);
	assert.match(await v.page.locator('main').textContent(), /缺勤 → 迟到/);
	v.assertClean();
	await v.close();
});

test('a course that does not begin for hours is not marked yet, and says so', async () => {
	const { who } = await teacherOf('course').catch(() => ({ who: teachers[0] }));
	const v = await browser.visitor({ viewport: PHONE });
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

await run();
