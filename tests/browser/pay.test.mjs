// A family pays on a phone, on the real server with the demo's school and a gateway of other hands: from
// the bill to the order, the channel's signed notice, the receipt and its public check, and what goes back.
// With scripts and without, by WeChat's own sheet and by a code.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { assert, assertValidHtml, atEnd, Browser, DESK, PHONE, root, run, serveDemo, test } from './kit.mjs';

const keys = fs.mkdtempSync(path.join(os.tmpdir(), 'kehou-pay-'));
atEnd(() => fs.rmSync(keys, { recursive: true, force: true }));
const server = await serveDemo({ env: { KEHOU_PAY_DIR: keys } });
const browser = await Browser.open(server);
const code = server.accounts.find((a) => a.role === 'school_finance').school;
const gateway = await openGateway();

const CHAT = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50';
const HAND = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36';

function openGateway() {
	const child = spawn('node', [path.join(root, 'tests/pay/gateway.mjs'), keys, code], { stdio: ['pipe', 'pipe', 'inherit'] });
	atEnd(() => child.stdin.end());
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.stdout.once('data', (d) => resolve(`http://127.0.0.1:${/^ready (\d+)/.exec(String(d))[1]}`));
	});
}

async function control(what) {
	const answer = await fetch(`${gateway}/control`, { method: 'POST', body: JSON.stringify(what) });
	assert.equal(answer.status, 200);
	return answer.json();
}

async function api(who, where, body) {
	const answer = await fetch(`${server.base}/api/v1${where}`, { method: body ? 'POST' : 'GET', body: body && JSON.stringify(body),
		headers: { authorization: `Bearer ${who.token}`, ...(body && { 'content-type': 'application/json' }) } });
	const text = await answer.text();
	assert.ok(answer.ok, `${where}: ${answer.status} ${text}`);
	return JSON.parse(text);
}

const finance = server.accounts.find((a) => a.role === 'school_finance');
const main = (v) => v.page.locator('main').textContent();
const yuan = (fen) => (fen / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',');

// Every test takes a family of its own.
const families = server.accounts.filter((a) => a.role === 'guardian' && a.school === code && a.pupils.length === 1);
const free = [];
for (const who of families) {
	if (free.length === 12) break;
	if (free.some((f) => f.pupils[0] === who.pupils[0])) continue; // the other parent
	const bills = await api(who, `/pupils/${who.pupils[0]}/bills`);
	if (JSON.stringify(bills).includes('"total_fen":0') || bills.items?.length === 0) free.push(who);
}

// The demo's families pay nobody: the school's finance enters the account at the gateway, by the page. Once.
let entered;
const account = () => (entered ??= enterAccount());
test('R60: the school enters its supervised account, and its channel answers', account);

async function enterAccount() {
	const v = await browser.visitor({ viewport: DESK });
	await v.login('school_finance');
	await v.go('/school/accounts');
	await v.page.selectOption('form [name=channel]', 'wechat');
	await v.page.selectOption('form [name=party]', 'school');
	for (const [name, value] of [['holder', '示例学校课后服务监管户(示例)'], ['bank', '示例银行'], ['number', '6200000000000001'], ['merchant', '1900000001']])
		await v.page.fill(`form [name=${name}]`, value);
	if (!await v.page.isChecked('form [name=active]')) await v.tap('label:has([name=active])');
	await v.tapThrough('form:has([name=merchant]) .btn-main');
	for (let i = 0; i < 20 && !/通过|已通|正常/.test(await main(v)); i++) {
		await v.page.waitForTimeout(500);
		await v.go('/school/accounts');
	}
	const { items } = await api(finance, '/supervised-accounts');
	assert.ok(items.some((a) => a.channel === 'wechat' && a.tested === 'ok'), JSON.stringify(items));
	v.assertClean();
	await v.close();
}

async function enrolled(who) {
	await account();
	const { items } = await api(who, '/offerings?limit=100');
	const course = items.find((o) => o.kind === 'course' && o.open && o.price_fen > 0 && o.consumables_fen === 0 && o.taken + 3 < o.seats);
	assert.ok(course, 'a course to pay for');
	await api(who, '/enrolments', { pupil: who.pupils[0], offering: course.id, agreement: course.agreement });
	return { ...course, term: (await api(who, `/pupils/${who.pupils[0]}/bills`)).term };
}

// As WeChat posts it: signed by the gateway, to the address of the account.
async function posted(n) {
	const { items } = await api(finance, '/supervised-accounts');
	const account = items.find((a) => a.channel === 'wechat' && a.tested === 'ok').id;
	return fetch(`${server.base}/pay/notices/wechat/${account}`, { method: 'POST', body: n.body, headers: { 'content-type': 'application/json',
		'Wechatpay-Timestamp': n.timestamp ?? '', 'Wechatpay-Nonce': n.nonce ?? '', 'Wechatpay-Signature': n.signature ?? '', 'Wechatpay-Serial': n.serial ?? '' } });
}

const notice = async (number, mood = 'normal') => posted(await control({ do: 'notice', channel: 'wechat', number, mood }));
const refundNotice = async () => (await posted(await control({ do: 'refund_notice', mood: 'normal' }))).status;

const number = async (v) => /KH\d+/.exec(await main(v))[0];

// Until the page shows it; it refreshes by itself, or waits for a tap.
async function until(v, what, seconds = 30) {
	const there = async () => (await v.page.locator(what).count()) > 0;
	for (let i = 0; i < seconds * 4; i++) {
		try {
			if (await there()) return;
		} catch { /* between two pages */ }
		await v.page.waitForTimeout(250);
	}
	assert.fail(`no ${what} on ${v.page.url()}: ${await main(v)}`);
}

async function paid(v, who, course) {
	await until(v, 'a[href$="/pdf"]');
	assert.match(await main(v), /已支付/);
	const pdf = await v.context.request.get(new URL(await v.page.getAttribute('a[href$="/pdf"]', 'href'), server.base).href);
	assert.equal(pdf.status(), 200);
	assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
	const { items } = await api(who, `/pupils/${who.pupils[0]}/receipts?term=${course.term}`);
	assert.equal(items.length, 1, 'one receipt');
	assert.equal(items[0].amount_fen, course.price_fen);
	return items[0];
}

// Anybody, not logged in: what is printed on the paper.
async function checked(receipt, js) {
	const v = await browser.visitor({ viewport: PHONE, js });
	await v.go('/receipts');
	await v.page.fill('input[name=code]', receipt.code.toLowerCase().replace(/(.{4})/g, '$1 '));
	await v.tapThrough('form .btn-main');
	assert.match(await main(v), new RegExp(receipt.number));
	assert.ok((await main(v)).includes(`¥${yuan(receipt.amount_fen)}`));
	await v.assertFits();
	if (js) await v.screenshot('guardian-receipt-check');
	v.assertClean();
	await v.close();
}

// Withdraws; what comes back is decided with a formula, and each step shows.
async function refunded(v, who, js) {
	await v.go(`/pupils/${who.pupils[0]}/enrolments`);
	await v.tapThrough('a.cell[href$="/withdraw"]');
	await v.tapThrough('.dock .btn-main');
	await v.go(`/pupils/${who.pupils[0]}/pay`);
	const row = v.page.locator('a[href^="/refunds/"]').first();
	assert.ok(await row.count(), await main(v));
	await v.tapThrough(row);
	assert.match(await main(v), /待学校审核/);
	assert.match(await main(v), / × \d+ \/ \d+ 课次 = /, 'the formula');
	if (js) await v.screenshot('guardian-refund', { fullPage: true });
	await v.assertFits();
	await assertValidHtml(await v.source(), 'refund');
}

for (const js of [true, false]) {
	const how = js ? 'with JavaScript' : 'without JavaScript';

	test(`R60: from the bill to the receipt and back by a code, ${how}`, async () => {
		const who = free.pop(), course = await enrolled(who);
		const v = await browser.visitor({ viewport: PHONE, js, userAgent: HAND });
		await v.login(who);
		await v.go(`/pupils/${who.pupils[0]}/bill`);
		assert.ok((await main(v)).includes(yuan(course.price_fen)));
		await v.tapThrough('a[href*="/pay"]');
		if (js) await v.screenshot('guardian-pay', { fullPage: true });
		await v.assertFits();
		if (js) await v.assertAccessible();
		await v.tap('label:has([name=way][value=qr])');
		await v.tapThrough('form:has([name=way]) .btn-main');
		assert.match(v.path(), /^\/pay\/orders\/\d+$/);
		await until(v, 'img.code');
		const n = await number(v);
		if (js) await v.screenshot('guardian-order-code', { fullPage: true });
		await v.assertFits();
		await assertValidHtml(await v.source(), 'order');
		assert.equal((await notice(n, 'unsigned')).status, 403, 'a notice that nobody signed');
		await control({ do: 'pay', number: n });
		assert.equal((await notice(n)).status, 200);
		const receipt = await paid(v, who, course);
		if (js) await v.screenshot('guardian-order-paid', { fullPage: true });
		await checked(receipt, js);
		await refunded(v, who, js);
		v.assertClean();
		await v.close();
	}, 120);
}

// The desk agrees; over the county's limit a second person has to, and it agrees once more.
async function agreed(refund) {
	const said = await api(finance, `/refunds/${refund}/decision`, { word: 'agree' });
	if (said.state !== 'asked') return;
	const leader = server.accounts.find((a) => a.role === 'school_leader' && a.school === code);
	const { items } = await api(leader, '/approvals?limit=100');
	const mine = items.find((a) => a.object === refund);
	assert.ok(mine, JSON.stringify(items));
	await api(leader, `/approvals/${mine.id}/decision`, { word: 'approved' });
	await api(finance, `/refunds/${refund}/decision`, { word: 'agree' });
}

// The family's own page of it, until it says so; what it says besides.
async function shows(v, refund, state, more, js) {
	for (let i = 0; i < 60; i++) {
		await v.go(`/refunds/${refund}`);
		if (state.test(await main(v))) break;
		await v.page.waitForTimeout(500);
	}
	assert.match(await main(v), state);
	if (more) assert.match(await main(v), more);
	await v.assertFits();
	if (js) await v.assertAccessible({ colours: false });
	await assertValidHtml(await v.source(), `refund ${state}`);
}

const enteredAtTheCounter = async (who, course, document) => api(finance, `/pupils/${who.pupils[0]}/payments`,
	{ term: course.term, amount_fen: course.price_fen, document, day: new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10) });

for (const js of [true, false]) {
	const how = js ? 'with JavaScript' : 'without JavaScript';

	test(`R61: a family sees a refund of the counter asked for, agreed and paid, ${how}`, async () => {
		const who = free.pop(), course = await enrolled(who);
		const v = await browser.visitor({ viewport: PHONE, js });
		await v.login(who);
		await enteredAtTheCounter(who, course, `D-${js}-1`);
		await refunded(v, who, js);
		const first = v.path().split('/').pop();
		await agreed(first);
		await shows(v, first, /已同意/, / × \d+ \/ \d+ 课次 = /, js);
		await api(finance, `/refunds/${first}/payment`, { document: `T-${js}` });
		await shows(v, first, /已退回/, null, js);
		v.assertClean();
		await v.close();
	}, 120);

	test(`R61: a family sees that a refund was not agreed, and why, ${how}`, async () => {
		const who = free.pop(), course = await enrolled(who);
		const v = await browser.visitor({ viewport: PHONE, js });
		await v.login(who);
		await enteredAtTheCounter(who, course, `D-${js}-2`);
		await refunded(v, who, js);
		const refund = v.path().split('/').pop();
		await api(finance, `/refunds/${refund}/decision`, { word: 'return', reason: '材料不全' });
		await shows(v, refund, /未同意/, /材料不全/, js);
		if (js) await v.screenshot('guardian-refund-returned', { fullPage: true });
		v.assertClean();
		await v.close();
	}, 120);

	test(`R61: a family sees a refund of the channel on its way, failed, sent again and done, ${how}`, async () => {
		const who = free.pop(), course = await enrolled(who);
		const v = await browser.visitor({ viewport: PHONE, js, userAgent: HAND });
		await v.login(who);
		await wish(v, who, 'qr');
		await until(v, 'img.code');
		await control({ do: 'pay', number: v.ordered });
		assert.equal((await notice(v.ordered)).status, 200);
		await paid(v, who, course);
		await refunded(v, who, js);
		const refund = v.path().split('/').pop();
		await control({ do: 'refund_state', state: 'PROCESSING' });
		await agreed(refund);
		await shows(v, refund, /退款中/, null, js);
		await control({ do: 'refund_state', state: 'ABNORMAL' });
		assert.equal(await refundNotice(), 200);
		await shows(v, refund, /退款失败/, null, js);
		if (js) await v.screenshot('guardian-refund-failed', { fullPage: true });
		await control({ do: 'refund_state', state: 'PROCESSING' });
		await api(finance, `/refunds/${refund}/sending`, {});
		await shows(v, refund, /退款中/, null, js);
		await control({ do: 'refund_state', state: 'SUCCESS' });
		assert.equal(await refundNotice(), 200);
		await shows(v, refund, /已退回/, / × \d+ \/ \d+ 课次 = /, js);
		if (js) await v.screenshot('guardian-refund-done', { fullPage: true });
		v.assertClean();
		await v.close();
	}, 120);
}

// What the chat would do with the call of the page: only what we signed opens its sheet.
async function inChat(v, answers) {
	const calls = [];
	await v.context.exposeFunction('kehouSheet', async (name, call) => {
		assert.equal(name, 'getBrandWCPayRequest');
		assert.deepEqual(await control({ do: 'sheet', call }), { ours: true });
		calls.push(call);
		const said = answers.shift();
		if (said === 'ok') await control({ do: 'pay', number: v.ordered });
		return `get_brand_wcpay_request:${said}`;
	});
	await v.context.addInitScript(() => setTimeout(() => {
		window.WeixinJSBridge = { invoke: (name, call, then) => window.kehouSheet(name, call).then((m) => then({ err_msg: m })) };
		document.dispatchEvent(new Event('WeixinJSBridgeReady'));
	}, 20));
	return calls;
}

// There and back: the one page of another host a guardian is ever sent to.
function assertOnlyToWechat(v, times) {
	assert.equal(v.foreign.length, times);
	for (const url of v.foreign) assert.ok(url.startsWith(`${gateway}/connect/oauth2/authorize?`), url);
	v.foreign = [];
	v.assertClean();
}

async function wish(v, who, way) {
	await v.go(`/pupils/${who.pupils[0]}/pay`);
	await v.tap(`label:has([name=way][value=${way}])`);
	await v.tapThrough('form:has([name=way]) .btn-main');
	v.ordered = await number(v);
}

test('R60: inside WeChat, confirmed once, paid by its own sheet after a change of mind, with JavaScript', async () => {
	const who = free.pop(), course = await enrolled(who);
	const v = await browser.visitor({ viewport: PHONE, userAgent: CHAT });
	const calls = await inChat(v, ['cancel', 'ok']);
	await v.login(who);
	await v.go(`/pupils/${who.pupils[0]}/pay`);
	await v.screenshot('guardian-pay-chat', { fullPage: true });
	await wish(v, who, 'in_app');
	assert.match(await main(v), /不扣款/);
	await v.screenshot('guardian-order-confirm', { fullPage: true });
	await v.assertAccessible();
	await v.assertFits();
	await v.assertTargets();
	await assertValidHtml(await v.source(), 'order that waits');
	await v.tap('a[href$="/wechat"]'); // there, back, and on by itself
	await until(v, 'button[data-pay]:not([hidden])');
	await v.screenshot('guardian-order-sheet', { fullPage: true });
	await v.assertAccessible();
	await v.assertFits();
	await v.assertTargets();
	await assertValidHtml(await v.source(), 'order with a sheet');
	await v.tap('button[data-pay]');
	for (let i = 0; i < 40 && calls.length < 1; i++) await v.page.waitForTimeout(50);
	assert.equal(new URL(v.page.url()).search, '', 'whoever shuts the sheet stays where he was');
	await v.tap('button[data-pay]');
	await until(v, 'a[href$="/pdf"], [http-equiv], a.btn[href]');
	await v.page.waitForURL(/\?sent=1$/);
	assert.equal((await notice(v.ordered)).status, 200);
	const receipt = await paid(v, who, course);
	assert.equal(calls.length, 2);
	assert.ok(!(await v.html()).includes('oVisitor'), 'an openid on a page');
	const db = server.db.replace(/^sqlite:/, '');
	for (const file of [server.log, db, `${db}-wal`].filter((f) => fs.existsSync(f)))
		assert.ok(!fs.readFileSync(file).includes('oVisitor'), `an openid in ${path.basename(file)}`);
	assert.ok(!fs.readFileSync(server.log).includes('state='), 'what came back from WeChat, in the log');
	await checked(receipt, true);
	assertOnlyToWechat(v, 1);

	await v.close();
}, 120);

test('R60: inside WeChat without JavaScript the sheet cannot open: the page says so, and a code does it', async () => {
	const who = free.pop(), course = await enrolled(who);
	const v = await browser.visitor({ viewport: PHONE, js: false, userAgent: CHAT });
	await v.login(who);
	await wish(v, who, 'in_app');
	await v.tapThrough('a[href$="/wechat"]');
	assert.match(v.path(), /\/wechat\/back$/);
	await v.screenshot('guardian-order-back', { fullPage: true });
	await v.assertFits();
	await assertValidHtml(await v.source(), 'back from WeChat');
	const back = v.page.url();
	assert.equal((await v.go(`${new URL(back).pathname}?code=x&state=00`)).status(), 403, 'a state that is not ours');
	assert.match(await main(v), /wechat_state_forged/);
	await v.screenshot('guardian-order-refused', { fullPage: true });
	await assertValidHtml(await v.source(), 'refused');
	await v.tapThrough('main a.btn-main');
	assert.match(v.path(), /^\/pay\/orders\/\d+$/);
	await v.go(back);
	await v.tapThrough('form .btn-main');
	await until(v, 'button[data-pay]');
	assert.ok(!await v.page.isVisible('button[data-pay]'));
	assert.match(await main(v), /请关闭这个订单，改用二维码/);
	await v.tapThrough('form[action$="/close"] button');
	await wish(v, who, 'qr');
	await until(v, 'img.code');
	await control({ do: 'pay', number: v.ordered });
	assert.equal((await notice(v.ordered)).status, 200);
	await checked(await paid(v, who, course), false);
	assertOnlyToWechat(v, 1);
	await v.close();
}, 120);

test('R60: the same pages in English', async () => {
	const who = free.pop();
	await enrolled(who);
	const v = await browser.visitor({ viewport: PHONE, userAgent: CHAT, lang: 'en' });
	await inChat(v, ['ok']);
	await v.login(who);
	await v.speak('en');
	await v.go(`/pupils/${who.pupils[0]}/pay`);
	await v.screenshot('guardian-pay-en', { fullPage: true });
	await wish(v, who, 'in_app');
	await v.screenshot('guardian-order-confirm-en', { fullPage: true });
	await v.assertFits();
	await v.tap('a[href$="/wechat"]');
	await until(v, 'button[data-pay]:not([hidden])');
	await v.screenshot('guardian-order-sheet-en', { fullPage: true });
	await v.assertFits();
	await v.tap('button[data-pay]');
	await v.page.waitForURL(/\?sent=1$/);
	await v.screenshot('guardian-order-sent-en', { fullPage: true });
	assert.equal((await notice(v.ordered)).status, 200);
	await until(v, 'a[href$="/pdf"]');
	await v.screenshot('guardian-order-paid-en', { fullPage: true });
	await v.go(`/pupils/${who.pupils[0]}/pay`);
	await v.screenshot('guardian-paid-en', { fullPage: true });
	assertOnlyToWechat(v, 1);
	await v.close();
}, 120);

await run();
