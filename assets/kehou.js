/* Helps where the browser can; every action works without it. No inline handlers: the content
 * security policy forbids them, so everything hangs on data- attributes. */
(() => {
	"use strict";
	const doc = document;
	const each = (selector, run, root = doc) => {
		if (root !== doc && root.matches(selector)) run(root);
		root.querySelectorAll(selector).forEach(run);
	};
	doc.documentElement.classList.add("js");

	/* data-confirm="question" on a button or form: ask before sending. The two button words come
	 * from <body data-yes data-no>, so that they are in the reader's language. */
	const ask = (question, then) => {
		const words = doc.body.dataset;
		const box = doc.createElement("dialog");
		const text = doc.createElement("p");
		const end = doc.createElement("form");
		box.className = "ask";
		box.setAttribute("aria-labelledby", "ask-text");
		text.className = "ask-text";
		text.id = "ask-text";
		text.textContent = question;
		end.className = "ask-end";
		end.method = "dialog";
		for (const [value, word] of [["", words.no || "✕"], ["yes", words.yes || "✓"]]) {
			const button = doc.createElement("button");
			button.value = value;
			button.textContent = word;
			end.append(button);
		}
		box.append(text, end);
		box.addEventListener("close", () => {
			box.remove();
			if (box.returnValue === "yes") then();
		});
		doc.body.append(box);
		box.showModal();
	};

	doc.addEventListener("submit", (e) => {
		const form = e.target;
		const button = e.submitter;
		if (form.method === "dialog" || e.defaultPrevented) return;
		/* a form on its way is not sent again by a second tap */
		if (form.dataset.sent) {
			e.preventDefault();
			return;
		}
		const question = (button && button.dataset.confirm) || form.dataset.confirm;
		if (question && !form.dataset.asked) {
			e.preventDefault();
			ask(question, () => {
				form.dataset.asked = "1";
				form.requestSubmit(button || undefined);
				delete form.dataset.asked;
			});
			return;
		}
		if (form.method !== "post" || form.target) return;
		form.dataset.sent = "1";
		/* not disabled: a disabled button would not send its own name and value */
		if (button) button.setAttribute("aria-busy", "true");
	});

	/* coming back by the browser's back button shows the page as it was left */
	addEventListener("pageshow", (e) => {
		if (!e.persisted) return;
		each("form[data-sent]", (form) => delete form.dataset.sent);
		each("[aria-busy]", (button) => button.removeAttribute("aria-busy"));
	});

	/* what is wrong is read first */
	const errors = doc.querySelector(".errors");
	if (errors) errors.focus();

	/* <output data-count="name">: how many boxes of that name are ticked; data-sum adds their
	 * data-fen; data-count="mark=present" counts radio buttons with that value, whatever the row. */
	const yuan = (fen) => {
		const whole = String(Math.trunc(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
		return whole + "." + String(fen % 100).padStart(2, "0");
	};
	const recount = () => {
		each("[data-count]", (out) => {
			const [name, value] = out.dataset.count.split("=");
			const of = value === undefined
				? 'input[name="' + name + '"]:checked'
				: 'input[data-mark="' + value + '"]:checked';
			out.textContent = String(doc.querySelectorAll(of).length);
		});
		each("[data-sum]", (out) => {
			let fen = 0;
			each('input[name="' + out.dataset.sum + '"]:checked', (box) => (fen += Number(box.dataset.fen || 0)));
			out.textContent = yuan(fen);
		});
	};
	if (doc.querySelector("[data-count], [data-sum]")) {
		each("[data-js]", (part) => part.removeAttribute("hidden"));
		doc.addEventListener("change", recount);
		addEventListener("pageshow", recount);
		recount();
	}

	/* what hangs on single parts of the page, and on parts that come later */
	const dress = (root) => {
		/* notices can be put away */
		each(".flash-shut", (button) => {
			button.removeAttribute("hidden");
			button.addEventListener("click", () => button.closest(".flash").remove());
		}, root);

		/* tick all boxes of a table: <input type=checkbox data-all="name"> */
		each("[data-all]", (all) => {
			all.closest("[hidden]")?.removeAttribute("hidden");
			all.addEventListener("change", () => {
				each('input[name="' + all.dataset.all + '"]:not(:disabled)', (box) => (box.checked = all.checked));
				recount();
			});
		}, root);

		/* data-auto: a filter or switch that sends itself when changed */
		each("select[data-auto]", (select) => select.addEventListener("change", () => select.form.requestSubmit()), root);

		/* data-print: the button is of no use without scripts, so it is hidden until here */
		each("[data-print]", (button) => {
			button.removeAttribute("hidden");
			button.addEventListener("click", () => print());
		}, root);
	};
	dress(doc);
	/* htmx names every part it puts in, and once the body, which is dressed already */
	doc.addEventListener("htmx:load", (e) => e.detail.elt !== doc.body && dress(e.detail.elt));

	/* an open sheet or half-screen dialog closes with Escape */
	doc.addEventListener("keydown", (e) => {
		if (e.key !== "Escape") return;
		each(".sheet[open]", (sheet) => {
			sheet.open = false;
			sheet.querySelector("summary").focus();
		});
		if (doc.querySelector(".half:target, .side:target")) location.hash = "main";
	});
})();
