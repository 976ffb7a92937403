// A guardian on a phone, on the real server with the demo's school: chooses, checks, signs, reads the
// bill, withdraws; what is refused says why and keeps what was chosen. With scripts and without.
import { assert, assertValidHtml, Browser, PHONE, run, serveDemo, test } from './kit.mjs';

const server = await serveDemo();
const browser = await Browser.open(server);

// Every test takes a family of its own: what one enrols the next does not find.
const families = server.accounts.filter((a) => a.role === 'guardian');
let used = 0;
function family(children) {
	const seen = new Set(families.slice(0, used).flatMap((a) => a.pupils));
	while (families[used].pupils.length !== children || families[used].pupils.some((p) => seen.has(p))) used++;
	return families[used++];
}

async function offerings(who) {
	const answer = await fetch(`${server.base}/api/v1/offerings?limit=100`, { headers: { authorization: `Bearer ${who.token}` } });
	assert.equal(answer.status, 200);
	return (await answer.json()).items;
}

const tick = (v, pupil, offering) => v.page.locator(`label.cell:has(input[name=wish][value="${pupil}:${offering}"])`);
const chosen = (v) => v.page.locator('input[name=wish]:checked').evaluateAll((all) => all.map((e) => e.value));
const main = (v) => v.page.locator('.dock .btn-main');
const plain = (o) => o.kind === 'course' && o.open && o.price_fen > 0 && o.consumables_fen === 0;
const dear = (all) => all.filter((o) => o.open && o.price_fen > 0).sort((a, b) => b.price_fen - a.price_fen);
const yuan = (fen) => (fen / 100).toFixed(2);

async function sign(v) {
	await v.tap('label:has(#f-sign)');
	await v.tapThrough(main(v));
	assert.equal(v.path(), '/enrol/done');
}

for (const js of [true, false]) {
	const how = js ? 'with JavaScript' : 'without JavaScript';

	test(`R6, U1: a returning guardian enrols in at most 6 taps, ${how}`, async () => {
		const v = await browser.visitor({ viewport: PHONE, js });
		const who = await v.login(family(1));
		const course = (await offerings(who)).find(plain);
		await v.go('/');
		assert.equal(v.path(), '/home');
		const taps = await v.countTaps(async () => {
			await v.tap('.tabs a[href="/enrol"]');
			await v.tap(tick(v, who.pupils[0], course.id));
			if (js) assert.equal(await v.page.locator('.dock-sum output').first().textContent(), '1');
			if (js) await v.screenshot('guardian-enrol');
			await v.tapThrough(main(v));
			assert.equal(v.path(), '/enrol/check');
			if (js) await v.screenshot('guardian-check');
			await sign(v);
		});
		assert.ok(taps <= 6, `${taps} taps`);
		assert.match(await v.page.locator('main').textContent(), new RegExp(course.title));

		await v.go(`/pupils/${who.pupils[0]}/bill`);
		const bill = await v.page.locator('main').textContent();
		assert.ok(bill.includes(course.title), 'the bill names the course');
		assert.ok(bill.includes(yuan(course.price_fen)), 'and its price');
		if (js) await v.screenshot('guardian-bill');
		await assertValidHtml(await v.source(), 'bill');
		v.assertClean();
		await v.close();
	});

	test(`R6: withdrawing asks once, then the bill no longer asks for it, ${how}`, async () => {
		const v = await browser.visitor({ viewport: PHONE, js });
		const who = await v.login(family(1));
		const course = (await offerings(who)).find(plain);
		await v.go(`/enrol/check?wish=${who.pupils[0]}:${course.id}`);
		await sign(v);
		await v.go(`/pupils/${who.pupils[0]}/enrolments`);
		await v.tap('a.cell[href$="/withdraw"]');
		await v.page.waitForURL((u) => u.pathname.endsWith('/withdraw'));
		assert.match(await v.page.locator('main').textContent(), new RegExp(yuan(course.price_fen)));
		await v.tap(main(v));
		await v.page.waitForURL((u) => !u.pathname.endsWith('/withdraw'));
		await v.go(`/pupils/${who.pupils[0]}/enrolments`);
		assert.equal(await v.page.locator('a.cell[href$="/withdraw"]').count(), 0);
		assert.match(await v.page.locator('main').textContent(), /已退出/);
		const bills = await fetch(`${server.base}/api/v1/pupils/${who.pupils[0]}/bills`,
			{ headers: { authorization: `Bearer ${who.token}` } });
		assert.match(await bills.text(), /"total_fen":0/);
		v.assertClean();
		await v.close();
	});

	test(`R34: over the cap the check says so before anything is signed, and what was chosen stays, ${how}`, async () => {
		const v = await browser.visitor({ viewport: PHONE, js });
		const who = await v.login(family(1));
		const three = [];
		for (const o of dear(await offerings(who))) // no two at the same hour
			if (!three.some((t) => t.slots[0].weekday === o.slots[0].weekday)) three.push(o);
		const picked = three.slice(0, 4);
		assert.ok(picked.reduce((n, o) => n + o.price_fen, 0) > 60000, 'dear enough to pass the cap');
		await v.go('/enrol');
		for (const o of picked) await v.tap(tick(v, who.pupils[0], o.id));
		await v.tapThrough(main(v));
		assert.equal(v.path(), '/enrol/check');
		assert.match(await v.page.locator('main').textContent(), /超过了每名学生每学期的收费上限/);
		assert.match(await v.page.locator('main').textContent(), /请少选一门课程/);
		assert.equal(await v.page.locator('#f-sign').count(), 0, 'nothing to sign');
		if (js) await v.screenshot('guardian-cap', { fullPage: true });
		if (js) await v.assertAccessible();
		await v.tapThrough(main(v));
		assert.equal(v.path(), '/enrol');
		assert.deepEqual((await chosen(v)).sort(), picked.map((o) => `${who.pupils[0]}:${o.id}`).sort());
		v.assertClean();
		await v.close();
	});

	test(`R59: enrolled meanwhile on another phone: refused with the reason, the other wish is kept, ${how}`, async () => {
		const v = await browser.visitor({ viewport: PHONE, js });
		const who = await v.login(family(1));
		const [a, b] = (await offerings(who)).filter((o) => o.kind === 'course' && o.open && o.price_fen <= 12000)
			.filter((o, i, all) => all.findIndex((x) => x.slots[0].weekday === o.slots[0].weekday) === i);
		const wishes = [a, b].map((o) => `${who.pupils[0]}:${o.id}`);
		await v.go(`/enrol/check?${wishes.map((w) => `wish=${w}`).join('&')}`);
		const other = await fetch(`${server.base}/api/v1/enrolments`, { method: 'POST',
			headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ pupil: who.pupils[0], offering: a.id, agreement: a.agreement }) });
		assert.equal(other.status, 201, await other.clone().text());
		await v.tap('label:has(#f-sign)');
		await v.tapThrough(main(v));
		const text = await v.page.locator('main').textContent();
		assert.match(text, /这个孩子已经报了这项服务/);
		assert.match(text, /不需要再次报名/);
		assert.match(await v.page.title(), /^错误/);
		assert.deepEqual((await v.page.locator('input[name=wish]').evaluateAll((all) => all.map((e) => e.value))).sort(),
			[...wishes].sort());
		if (js) await v.screenshot('guardian-refused', { fullPage: true });
		// Back to the choice: the other wish is still ticked, the first says that it is had already.
		await v.tapThrough(main(v));
		assert.equal(v.path(), '/enrol');
		assert.deepEqual(await chosen(v), [wishes[1]]);
		v.assertClean();
		await v.close();
	});

	test(`R6: two children in one basket, two bills, ${how}`, async () => {
		const v = await browser.visitor({ viewport: PHONE, js });
		const who = await v.login(family(2));
		const course = (await offerings(who)).find(plain);
		await v.go('/enrol');
		const open = [];
		for (const pupil of who.pupils) if (await tick(v, pupil, course.id).count()) open.push(pupil);
		assert.equal(open.length, 2, 'open to both');
		for (const pupil of open) await v.tap(tick(v, pupil, course.id));
		if (js) assert.equal(await v.page.locator('.dock-sum output').nth(1).textContent(), yuan(2 * course.price_fen));
		await v.tapThrough(main(v));
		assert.equal(v.path(), '/enrol/check');
		await sign(v);
		assert.equal(await v.page.locator('a.cell[href$="/bill"]').count(), 2);
		if (js) await v.screenshot('guardian-done');
		if (js) await v.assertAccessible();
		for (const pupil of open) {
			await v.go(`/pupils/${pupil}/bill`);
			assert.ok((await v.page.locator('main').textContent()).includes(course.title));
		}
		v.assertClean();
		await v.close();
	});
}

test('nothing ticked and nothing signed: told what is missing, and nothing is lost', async () => {
	const v = await browser.visitor({ viewport: PHONE });
	const who = await v.login(family(1));
	await v.go('/enrol');
	await v.tapThrough(main(v));
	assert.equal(v.path(), '/enrol/check');
	assert.match(await v.page.locator('main').textContent(), /请至少选择一项服务/);
	await v.assertAccessible();
	const care = (await offerings(who)).find((o) => o.kind === 'care');
	await v.tap(tick(v, who.pupils[0], care.id));
	await v.tapThrough(main(v));
	assert.equal(v.path(), '/enrol/check');
	await v.tapThrough(main(v)); // without the tick
	assert.match(await v.page.locator('main').textContent(), /请勾选同意协议/);
	assert.equal(await v.page.locator(`input[name=wish][value="${who.pupils[0]}:${care.id}"]`).count(), 1);
	await v.assertAccessible();
	await sign(v);
	v.assertClean();
	await v.close();
});

// What stands in the way of whom, by the code of the refusal.
async function refusals(who) {
	const all = (await offerings(who)).filter((o) => o.kind === 'course').flatMap((o) => o.refusals);
	return new Set(all.map((r) => r.code));
}

// Confirming is for a child: each takes guardians of other children.
const unread = server.accounts.filter((a) => a.role === 'guardian_unconfirmed')
	.filter((a, i, all) => all.findIndex((b) => b.pupils.some((p) => a.pupils.includes(p))) === i);

for (const js of [true, false])
	test(`R9: who has not confirmed the notice reads it, confirms it, and may then enrol, ${js ? 'with' : 'without'} JavaScript`, async () => {
		const v = await browser.visitor({ viewport: PHONE, js });
		const who = await v.login(unread[js ? 0 : 1]);
		assert.ok((await refusals(who)).has('notice_unconfirmed'), 'refused by the server, not by the page alone');
		await v.go('/enrol');
		assert.match(await v.page.locator('main').textContent(), /告知书/);
		const shut = await v.page.locator('.cell-shut').count();
		assert.ok(shut > 0, 'nothing can be chosen yet');
		assert.equal(await v.page.locator('input[name=wish]').count(), 0);
		for (const pupil of who.pupils) {
			await v.go('/home');
			await v.tapThrough(`a.cell[href="/pupils/${pupil}/notice"]`);
			if (js) await v.screenshot('guardian-notice');
			await v.tapThrough(main(v));
			assert.ok((await refusals(who)).has('notice_unconfirmed') === (pupil !== who.pupils.at(-1)), 'for each child by itself');
		}
		await v.go(`/pupils/${who.pupils[0]}/notice`);
		assert.match(await v.page.locator('main').textContent(), /确认人/);
		assert.equal(await v.page.locator('main form').count(), 0, 'once is enough');
		await v.go('/enrol');
		assert.ok(await v.page.locator('input[name=wish]').count() > 0, 'now something can be chosen');
		v.assertClean();
		await v.close();
	});

await run();
