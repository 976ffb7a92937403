// Forms that are refused, on whatever page they stand: sent with nothing or nonsense in them, they change
// nothing, and what comes back says what is wrong where it is read first, leads to the field, and keeps what
// was typed. crawl.test.mjs holds it against all the measures of other pages besides.
import { assert } from './kit.mjs';

// No form has a field of this name, so a form that carries it is refused before anything is done, whatever
// else it says: also the one that is only a button.
const SURPLUS = 'in_no_form';

// Runs in the page. Where its forms go to, and by which method.
const formsOf = () => [...document.forms].map((f) => ({ action: f.getAttribute('action') || location.pathname, method: f.method }));

// Runs in the page: empties or spoils the form, asks what would be wrong with it and whether the surplus alone
// would be. Answers what was typed; the form is ready to be sent.
const spoil = async ({ index, empty, surplus }) => {
	const form = document.forms[index];
	const typed = [];
	for (const e of form.elements) {
		if (!e.name || e.disabled || ['hidden', 'submit', 'button', 'file', 'fieldset'].includes(e.type) || e.readOnly) continue;
		if (['checkbox', 'radio'].includes(e.type)) {
			if (e.type === 'checkbox' && empty) e.checked = false;
		} else if (e.tagName === 'SELECT') {
			if (!empty) e.selectedIndex = e.options.length - 1;
		} else {
			e.value = empty ? '' : 'x<&"\'';
			if (e.type !== 'password') typed.push({ name: e.name, value: e.value });
		}
	}
	for (const e of form.elements) {
		if (e.tagName === 'SELECT' && !e.disabled && e.value) typed.push({ name: e.name, value: e.value });
		if (['checkbox', 'radio'].includes(e.type) && e.checked && !e.disabled) typed.push({ name: e.name, value: e.value, checked: true });
	}
	const button = form.querySelector('button:not([type=button]):not(:disabled)');
	const also = (name, value) => {
		const e = document.createElement('input');
		Object.assign(e, { type: 'hidden', name, value });
		form.append(e);
		return e;
	};
	if (button && button.name) also(button.name, button.value);
	const more = also(surplus, '1');
	const data = new FormData(form);
	const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
	const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
	const html = new DOMParser().parseFromString(await answer.text(), 'text/html');
	if (html.querySelectorAll('.errors li').length > 1) more.remove(); // it is refused without
	return { status: answer.status, typed };
};

// Runs in the page that came back: what is wrong with how it tells.
const tells = ({ action, typed }) => {
	const wrong = [];
	const errors = document.querySelector('.errors[role=alert]');
	if (!errors) return ['says nowhere what is wrong'];
	if (document.activeElement !== errors) wrong.push('what is wrong does not take the focus');
	for (const a of errors.querySelectorAll('a')) {
		const field = document.getElementById(decodeURIComponent(a.hash.slice(1)));
		if (!field) {
			wrong.push(`${a.hash} leads nowhere: ${a.textContent}`);
			continue;
		}
		const inputs = field.matches('fieldset') ? [...field.querySelectorAll('input')] : [field];
		const told = inputs.some((e) => (e.getAttribute('aria-describedby') || '').split(/\s+/)
			.some((id) => id && document.getElementById(id)?.matches('.field-error')));
		if (!told) wrong.push(`${a.hash} is not described by its error`);
	}
	const form = [...document.forms].find((f) => f.getAttribute('action') === action && typed.every((t) => f.elements[t.name]));
	if (!form) return wrong; // a page without the form: the way back keeps it
	for (const t of typed) {
		const now = form.elements[t.name];
		const kept = t.checked ? [...(now.length === undefined || now.tagName ? [now] : now)].some((e) => e.value === t.value && e.checked)
			: now.value === t.value || [...(now.tagName ? [] : now)].some((e) => e.value === t.value);
		if (!kept) wrong.push(`${t.name}: “${t.value}” is lost`);
	}
	return wrong;
};

const plain = (html) => html.replace(/name="_(csrf|key)" value="[^"]*"/g, '');

// Each form of the page that `take` takes by where it leads to is sent, `empty` or else with nonsense; `look` is
// what every page is held against.
export async function refuseForms(v, url, { empty, take, look, note }) {
	const fresh = async () => plain(await v.source(url.href));
	const forms = await v.page.evaluate(formsOf);
	let here = true, before;
	for (const [index, { action, method }] of forms.entries()) {
		if (method !== 'post' || !take(new URL(action, url))) continue;
		const wrong = (said) => note(`the form to ${action} on ${url.pathname}${url.search}: ${said}`);
		if (!here) await v.page.goto(url.href);
		here = false;
		before ??= await fresh();
		const { status, typed } = await v.page.evaluate(spoil, { index, empty, surplus: SURPLUS });
		if (!(status >= 400 && status < 500)) {
			wrong(`answered ${status || 'by leading elsewhere'}`);
			continue;
		}
		const [answer] = await Promise.all([v.page.waitForNavigation(),
			v.page.evaluate((i) => { setTimeout(() => HTMLFormElement.prototype.submit.call(document.forms[i]), 0); }, index)]);
		try {
			assert.ok(answer.status() >= 400 && answer.status() < 500, `answered ${answer.status()}`);
			assert.match(await v.page.title(), /^(错误|Error)/);
			for (const what of await v.page.evaluate(tells, { action, typed })) wrong(what);
			const back = await v.page.locator('input[name=back]').first().inputValue();
			const there = await v.context.request.get(new URL(back, url).href);
			assert.equal(there.status(), 200, `where large type leads to, ${back}`);
		} catch (e) { wrong(e.message); }
		await look(answer, wrong);
		const after = await fresh();
		if (after !== before) wrong('the page it stands on is another now');
		before = after;
	}
}
