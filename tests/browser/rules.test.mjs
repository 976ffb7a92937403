// A county's rule set from the first line to the public page, by forms alone and without scripts: one
// officer enters it and cannot pass it, a second one reviews and publishes, everybody reads it.
import { assert, Browser, DESK, once, PHONE, run, serveDemo, test } from './kit.mjs';

const server = await serveDemo();
const browser = await Browser.open(server);
const main = (v) => v.page.locator('main').textContent();
const PASSWORD = 'another-long-word-27';
const second = { login: 'county01b', password: PASSWORD };
const save = 'button[name=act][value=save]';

// Each step needs those before it, whichever is asked for alone.
const letIn = once(async () => {
	const city = await browser.withoutJavaScript({ viewport: DESK });
	await city.login('city');
	await city.go('/city/officers');
	await city.page.selectOption('[name=county]', { index: 1 });
	await city.page.fill('[name=name]', '测试审核员');
	await city.page.fill('[name=login]', second.login);
	await city.tapThrough('form:has([name=login]) .btn-main');
	const code = await city.page.locator('code.strong').textContent();
	await city.close();
	const v = await browser.withoutJavaScript({ viewport: DESK });
	await v.go('/login/code');
	await v.page.fill('[name=login]', second.login);
	await v.page.fill('[name=code]', code);
	await v.page.fill('[name=password]', PASSWORD);
	await v.tapThrough('form[action="/login/code"] button');
	assert.ok(!v.path().startsWith('/login'), v.path());
	await v.close();
});
test('the city lets a second officer of the county in', letIn);

async function fillFee(v, price) {
	await v.page.fill('[name=name]', 'evening');
	await v.page.fill('[name=label]', '晚间看护费');
	await v.page.check('[name="a0.0.0"][value=care]');
	await v.page.selectOption('[name="a1.0.0"]', 'at_most');
	await v.page.fill('[name="a1.0.1"]', price);
	await v.page.selectOption('[name="a1.0.2"]', 'sitting');
	await v.page.fill('[name=clause]', '晚间看护每课次不超过3.5元');
	await v.page.fill('[name=requirement]', 'R30');
}

const enter = once(async () => {
	const v = await browser.withoutJavaScript({ viewport: DESK });
	await v.login('county');
	await v.go('/county/rules/new');
	const text = await v.page.inputValue('[name=body]');
	await v.page.fill('[name=body]', text.replace(/title +""/, 'title "测试县课后服务收费办法"')
		.replace(/issuer +""/, 'issuer "测试县发展和改革局"') +
		'\ncase act "强制参加"\n  given act force_enrolment\n  expect outcome forbidden_by_rule\n');
	await v.tapThrough('form:has([name=body]) .btn-main');
	const draft = v.path().match(/^\/county\/rules\/\d+/)[0];
	await v.go(`${draft}/statement?type=fee`);
	await fillFee(v, '3.50 fen');
	await v.tapThrough(save);
	assert.match(await v.page.locator('.errors').textContent(), /:\d+:\d+.*fen.*yuan/s, 'line, column, word, and what fits');
	assert.equal(await v.page.locator('.field-bad').count(), 1, 'it stands at the price');
	assert.equal(await v.page.inputValue('[name=clause]'), '晚间看护每课次不超过3.5元', 'nothing typed is lost');
	await v.page.fill('[name="a1.0.1"]', '3.50');
	await v.tapThrough(save);
	assert.equal(v.path(), `${draft}/edit`);
	assert.match(await main(v), /晚间看护费/);
	v.assertClean();
	await v.close();
	return draft; // its path
});
test('R1: an officer enters a set by forms, and a wrong unit is named by its place', enter);

const publish = once(async () => {
	await letIn();
	const draft = await enter();
	const author = await browser.withoutJavaScript({ viewport: DESK });
	await author.login('county');
	await author.go(draft);
	await author.tapThrough('form[action$="/submit"] button');
	await author.tapThrough('form[action$="/approve"] button');
	assert.match(await main(author), /不能审核自己起草或提交的规定/);
	await author.close();
	const v = await browser.withoutJavaScript({ viewport: DESK });
	await v.login(second);
	await v.go(draft);
	await v.tapThrough('form[action$="/approve"] button');
	await v.page.fill('[name=disclosure]', '从今天起,晚间看护每课次不超过3.5元。');
	await v.tapThrough('form[action$="/publish"] button');
	assert.match(await v.page.locator('.head').textContent(), /现行/, 'in force');
	v.assertClean();
	await v.close();
});
test('R1: who entered a set cannot approve it; a second officer approves and publishes', publish);

for (const viewport of [PHONE, DESK])
	test(`R69: everybody reads what it asks for, ${viewport.width} px wide`, async () => {
		await publish();
		const v = await browser.visitor({ viewport });
		await v.go('/rules');
		await v.tapThrough('main a[href^="/rules/"]');
		const row = await v.page.locator('table tbody tr', { hasText: '晚间看护费' }).textContent();
		assert.match(row, /3\.50 元\/课次/);
		assert.match(row, /测试县课后服务收费办法/);
		assert.doesNotMatch(await main(v), /测试审核员/, 'nobody is named');
		await v.screenshot(`rules-${viewport.width}`);
		await v.assertAccessible();
		await v.assertFits();
		await v.go(`${v.path()}?on=2024-10-01`);
		assert.doesNotMatch(await main(v), /晚间看护费/, 'not on a day before');
		v.assertClean();
		await v.close();
	});

await run();
