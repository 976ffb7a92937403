/* Paying inside WeChat: the chat's own payment sheet, and the form that hands its code over. Both
 * pages work without this: the form by a tap, and instead of the sheet there is a code to scan. */
(() => {
	"use strict";
	const doc = document;

	/* <button data-pay="{…}" data-paid="/path" hidden>: what the sheet wants, signed by the server.
	 * What the sheet says decides nothing: the page it leads to asks the server. */
	const button = doc.querySelector("[data-pay]");
	const dress = () => {
		button.hidden = false;
		doc.querySelector("[data-sheetless]").hidden = true;
		button.addEventListener("click", () => {
			if (button.hasAttribute("aria-busy")) return;
			button.setAttribute("aria-busy", "true");
			window.WeixinJSBridge.invoke("getBrandWCPayRequest", JSON.parse(button.dataset.pay), (said) => {
				button.removeAttribute("aria-busy");
				if (said.err_msg === "get_brand_wcpay_request:ok") location.assign(button.dataset.paid);
			});
		});
	};
	if (button && window.WeixinJSBridge) dress();
	else if (button) doc.addEventListener("WeixinJSBridgeReady", dress, { once: true });

	/* sent once by itself; whoever comes back by the back button sees it and taps, or goes on back */
	const form = doc.querySelector("form[data-send]");
	if (form && !(history.state && history.state.sent)) {
		history.replaceState({ sent: true }, "");
		form.requestSubmit();
	}
})();
