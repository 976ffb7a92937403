// Two payment channels as they look from outside, on loopback: WeChat Pay v3 and Alipay. Written
// from their documents with node's own cryptography, so that a mistake in the program's signing
// cannot hide behind the same mistake here. POST /control changes its moods:
//   {"do":"pay","number":…}            somebody pays the order
//   {"do":"mood","mood":…}             normal, unsigned, wrong_key, old, other_merchant, error,
//                                    busy (429), drop, silent (of WeChat Pay: no answer, until the mood changes)
//   {"do":"notice","channel":…,"number":…,"mood":…}  → the notice as the channel would post it
//   {"do":"cut","cut":…}               the daily file is: whole, cut, wrong_digest, wrong_footer
//   {"do":"clock","ms":…}              it is this late
//   {"do":"order","number":…,"fen":…}  an order as if we had asked for it
//   {"do":"notices","list":[[number,mood],…]}  many at once, of WeChat Pay
//   {"do":"refund_state","state":…}    refunds of WeChat Pay are: SUCCESS, PROCESSING, ABNORMAL, CLOSED
//   {"do":"refund_notice","mood":…}    → the notice of the last refund
//   {"do":"refunded"}                  → how many refunds, how much
//   {"do":"login","code":…,"openid":…}  somebody's chat was given this code; the next visitor's when none is named
//   {"do":"secret","with":…}           the merchant's file names an app secret: true, false, or the name of its file
//   {"do":"payer","number":…}          → whose WeChat an order was asked for
//   {"do":"sheet","call":…}            → whether we signed what the payment sheet is called with
//   {"do":"held"}                      → how many wait for an answer
//   {"do":"seen"}                      → how many requests had a bad signature
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';

const dir = process.argv[2], county = process.argv[3];
const MCHID = '1900000001', APPID = 'wxexample0001', SERIAL = 'PUB_KEY_ID_01', API_KEY = 'an example key of 32 characters!';
const APP_SECRET = '0123456789abcdef0123456789abcdef';
const ALI_APP = '2021000000000001', SELLER = '2088000000000001';
const pair = () => crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const ours = pair(), wechat = pair(), alipay = pair(), stranger = pair();
const put = (name, text) => fs.writeFileSync(path.join(dir, name), text, { mode: 0o600 });
put('own.pem', ours.privateKey.export({ type: 'pkcs8', format: 'pem' }));
put('wechat.pem', wechat.publicKey.export({ type: 'spki', format: 'pem' }));
put('wechat.secret', `${APP_SECRET}\n`);
put('wrong.secret', `${[...APP_SECRET].reverse().join('')}\n`);
put('alipay.pem', alipay.publicKey.export({ type: 'spki', format: 'pem' }));

const orders = new Map(), refunds = new Map();
const codes = new Map(); // of payers: openid, when, used
const held = []; // sockets of those who wait for an answer
let mood = 'normal', refundState = 'SUCCESS', cut = 'whole', badSignatures = 0, serial = 0;

const rsa = (key, text) => crypto.sign('sha256', Buffer.from(text), key).toString('base64');
const holds = (text, signature) =>
	crypto.verify('sha256', Buffer.from(text), ours.publicKey, Buffer.from(signature ?? '', 'base64'));
let shift = 0; // the clock of whoever tests, against ours
const clock = () => Date.now() + shift;
const now = () => Math.floor(clock() / 1000);
const yuan = (fen) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
const fenOf = (text) => Math.round(Number(text) * 100);
const beijing = (ms) => new Date(ms + 8 * 3600e3).toISOString().slice(0, 19);

// --- WeChat Pay v3 ---

function wechatSigned(req, body) {
	const said = /^WECHATPAY2-SHA256-RSA2048 (.*)$/.exec(req.headers.authorization ?? '');
	if (!said)
		return false;
	const f = Object.fromEntries([...said[1].matchAll(/(\w+)="([^"]*)"/g)].map((m) => [m[1], m[2]]));
	return f.mchid === MCHID && Math.abs(now() - Number(f.timestamp)) < 300 &&
		holds([req.method, req.url, f.timestamp, f.nonce_str, body, ''].join('\n'), f.signature);
}

function wechatHeaders(body, how) {
	const timestamp = String(now() - (how === 'old' ? 3600 : 0)), nonce = crypto.randomBytes(12).toString('hex');
	const key = how === 'wrong_key' ? stranger.privateKey : wechat.privateKey;
	return how === 'unsigned' ? {} : {
		'Wechatpay-Timestamp': timestamp, 'Wechatpay-Nonce': nonce, 'Wechatpay-Serial': SERIAL,
		'Wechatpay-Signature': rsa(key, `${timestamp}\n${nonce}\n${body}\n`),
	};
}

function transaction(o) {
	const t = { mchid: mood === 'other_merchant' ? '1900000009' : MCHID, appid: APPID, out_trade_no: o.number,
		trade_state: o.paid ? 'SUCCESS' : o.closed ? 'CLOSED' : 'NOTPAY', amount: { total: o.fen, currency: 'CNY' } };
	if (o.paid)
		Object.assign(t, { transaction_id: o.channel, success_time: `${beijing(o.paid)}+08:00` });
	return t;
}

function wechatRefund(r) {
	return { refund_id: r.channel, out_refund_no: r.refund, out_trade_no: r.number, status: refundState,
		amount: { refund: r.fen, total: r.total, currency: 'CNY' } };
}

function wechatAnswer(req, body) {
	const url = new URL(req.url, 'http://x'), no = (status, code) => [status, { code, message: code }];
	let m = /^\/v3\/pay\/transactions\/(jsapi|h5|native)$/.exec(url.pathname);
	if (m) {
		const b = JSON.parse(body);
		const had = orders.get(b.out_trade_no);
		if (had && had.fen !== b.amount.total)
			return no(400, 'INVALID_REQUEST');
		if (!had)
			orders.set(b.out_trade_no, { number: b.out_trade_no, fen: b.amount.total, payer: b.payer?.openid ?? '' });
		return [200, { jsapi: { prepay_id: 'wx201410272009395522657a690389285100' },
			h5: { h5_url: 'https://wx.tenpay.example/h5?prepay_id=1' }, native: { code_url: 'weixin://wxpay/bizpayurl?pr=x' } }[m[1]]];
	}
	m = /^\/v3\/pay\/transactions\/out-trade-no\/([\w-]+)(\/close)?$/.exec(url.pathname);
	if (m) {
		const o = orders.get(m[1]);
		if (!o)
			return no(404, 'ORDER_NOT_EXIST');
		if (!m[2])
			return [200, transaction(o)];
		if (o.paid)
			return no(400, 'ORDERPAID');
		o.closed = true;
		return [204, null];
	}
	if (url.pathname === '/v3/refund/domestic/refunds') {
		const b = JSON.parse(body), o = orders.get(b.out_trade_no);
		if (!o?.paid)
			return no(404, 'RESOURCE_NOT_EXISTS');
		return [200, wechatRefund(refundPut(o, b.out_refund_no, b.amount.refund))];
	}
	m = /^\/v3\/refund\/domestic\/refunds\/([\w-]+)$/.exec(url.pathname);
	if (m)
		return refunds.has(m[1]) ? [200, wechatRefund(refunds.get(m[1]))] : no(404, 'RESOURCE_NOT_EXISTS');
	if (url.pathname === '/v3/bill/tradebill') {
		if (orders.size === 0)
			return no(400, 'NO_STATEMENT_EXIST');
		const hash = crypto.createHash('sha1').update(cut === 'wrong_digest' ? 'x' : wechatFile()).digest('hex');
		return [200, { hash_type: 'SHA1', hash_value: hash, download_url: `http://127.0.0.1:${server.address().port}/v3/billdownload/file?token=x` }];
	}
	return no(404, 'NOT_FOUND');
}

// --- who a payer is: another host of WeChat's, whose replies bear no signature ---

let visitor = ''; // the openid of whoever comes next

function codePut(code, openid) {
	codes.set(code, { openid, at: clock(), used: false });
	return code;
}

// Where a chat is sent: back at once, as scope snsapi_base asks nothing.
function authorize(url) {
	const q = url.searchParams, back = new URL(q.get('redirect_uri'));
	if (q.get('appid') !== APPID || q.get('response_type') !== 'code' || q.get('scope') !== 'snsapi_base' || url.hash)
		return null;
	back.searchParams.set('code', codePut(crypto.randomBytes(16).toString('hex'), visitor || 'oVisitor00000000000000000001'));
	back.searchParams.set('state', q.get('state'));
	return back.href;
}

function exchange(q) {
	const no = (errcode, errmsg) => ({ errcode, errmsg: `${errmsg}, rid: 0` });
	if (q.get('appid') !== APPID)
		return no(40013, 'invalid appid');
	if (q.get('secret') !== APP_SECRET)
		return no(40125, 'invalid appsecret');
	const c = codes.get(q.get('code'));
	if (!c || q.get('grant_type') !== 'authorization_code')
		return no(40029, 'invalid code');
	if (c.used)
		return no(40163, 'code been used');
	if (clock() - c.at > 300e3)
		return no(42003, 'code expired');
	c.used = true;
	return { access_token: 'ACCESS', expires_in: 7200, refresh_token: 'REFRESH', openid: c.openid, scope: 'snsapi_base' };
}

function refundPut(o, number, fen) {
	if (!refunds.has(number))
		refunds.set(number, { number: o.number, refund: number, fen, total: o.fen, at: clock(), channel: `50${++serial}` });
	return refunds.get(number);
}

function wechatFile() {
	const line = (v) => v.map((x) => '`' + x).join(',');
	const titles = ['交易时间', '公众账号ID', '商户号', '微信订单号', '商户订单号', '交易状态', '商户退款单号', '订单金额', '申请退款金额'];
	const stamp = (ms) => beijing(ms).replace('T', ' ');
	const paid = [...orders.values()].filter((o) => o.paid), back = [...refunds.values()];
	const rows = [
		...paid.map((o) => line([stamp(o.paid), APPID, MCHID, o.channel, o.number, 'SUCCESS', '0', yuan(o.fen), '0.00'])),
		...back.map((r) => line([stamp(r.at), APPID, MCHID, orders.get(r.number).channel, r.number, 'REFUND', r.refund, '0.00', yuan(r.fen)])),
	];
	const sum = (v) => yuan(v.reduce((s, x) => s + x.fen, 0));
	const n = rows.length + (cut === 'wrong_footer' ? 1 : 0);
	const all = [titles.join(','), ...rows, '总交易单数,订单总金额,申请退款总金额', line([n, sum(paid), sum(back)])];
	return (cut === 'cut' ? all.slice(0, -2) : all).join('\r\n') + '\r\n';
}

function wechatNotice(o, how) {
	return wechatEvent(`EV-${o.number}`, 'TRANSACTION.SUCCESS', how, () => transaction(how === 'amount' ? { ...o, fen: o.fen + 1 } : o));
}

function wechatRefundNotice(r, how) {
	const a = wechatRefund(r);
	return wechatEvent(`EV-${r.refund}-${refundState}`, `REFUND.${refundState}`, how, () => ({
		mchid: how === 'other_merchant' ? '1900000009' : MCHID, out_trade_no: a.out_trade_no, out_refund_no: a.out_refund_no,
		refund_id: a.refund_id, refund_status: refundState, amount: { ...a.amount, refund: a.amount.refund + (how === 'amount' ? 1 : 0) } }));
}

function wechatEvent(id, type, how, resource) {
	const nonce = crypto.randomBytes(6).toString('hex'), extra = 'transaction';
	const cipher = crypto.createCipheriv('aes-256-gcm', how === 'wrong_secret' ? 'another example key of 32 chars!' : API_KEY, nonce);
	cipher.setAAD(Buffer.from(extra));
	const was = mood;
	mood = how === 'other_merchant' ? how : 'normal';
	const sealed = Buffer.concat([cipher.update(JSON.stringify(resource())), cipher.final(), cipher.getAuthTag()]);
	mood = was;
	const body = JSON.stringify({ id, create_time: `${beijing(clock())}+08:00`, resource_type: 'encrypt-resource',
		event_type: type, summary: '通知', resource: { original_type: 'transaction',
			algorithm: 'AEAD_AES_256_GCM', ciphertext: sealed.toString('base64'), associated_data: extra, nonce } });
	const h = wechatHeaders(body, how);
	return { body, timestamp: h['Wechatpay-Timestamp'], nonce: h['Wechatpay-Nonce'], signature: h['Wechatpay-Signature'], serial: h['Wechatpay-Serial'] };
}

// --- Alipay ---

const sorted = (f, drop) => Object.keys(f).filter((k) => !drop.includes(k) && f[k] !== '').sort().map((k) => `${k}=${f[k]}`).join('&');

function alipayAnswer(body) {
	const f = Object.fromEntries(new URLSearchParams(body));
	const good = f.app_id === ALI_APP && f.sign_type === 'RSA2' && holds(sorted(f, ['sign']), f.sign);
	const b = JSON.parse(f.biz_content ?? '{}'), o = orders.get(b.out_trade_no);
	const yes = (x) => ({ code: '10000', msg: 'Success', ...x }), no = (sub) => ({ code: '40004', msg: 'Business Failed', sub_code: sub, sub_msg: '业务失败' });
	let said;
	if (!good) {
		badSignatures++;
		said = { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature', sub_msg: '验签出错' };
	} else if (f.method === 'alipay.trade.precreate') {
		orders.set(b.out_trade_no, o ?? { number: b.out_trade_no, fen: fenOf(b.total_amount) });
		said = yes({ out_trade_no: b.out_trade_no, qr_code: 'https://qr.alipay.example/bax1' });
	} else if (f.method === 'alipay.trade.query') {
		said = !o ? no('ACQ.TRADE_NOT_EXIST') : yes({ out_trade_no: o.number, trade_no: o.channel ?? '', total_amount: yuan(o.fen),
			trade_status: o.paid ? 'TRADE_SUCCESS' : o.closed ? 'TRADE_CLOSED' : 'WAIT_BUYER_PAY',
			send_pay_date: o.paid ? beijing(o.paid).replace('T', ' ') : '' });
	} else if (f.method === 'alipay.trade.close') {
		said = !o ? no('ACQ.TRADE_NOT_EXIST') : o.paid ? no('ACQ.TRADE_STATUS_ERROR') : yes({ out_trade_no: o.number });
		if (o && !o.paid)
			o.closed = true;
	} else if (f.method === 'alipay.trade.refund') {
		const again = refunds.has(b.out_request_no);
		said = !o?.paid ? no('ACQ.TRADE_NOT_EXIST') : yes({ out_trade_no: o.number, trade_no: o.channel,
			fund_change: again ? 'N' : 'Y', refund_fee: yuan(refundPut(o, b.out_request_no, fenOf(b.refund_amount)).fen) });
	} else if (f.method === 'alipay.trade.fastpay.refund.query') {
		const r = refunds.get(b.out_request_no);
		said = !r ? yes({}) : yes({ out_trade_no: r.number, out_request_no: r.refund, refund_amount: yuan(r.fen), refund_status: 'REFUND_SUCCESS' });
	} else {
		said = yes({ bill_download_url: `http://127.0.0.1:${server.address().port}/alipay-file.zip` });
	}
	const node = JSON.stringify(said).replaceAll('/', '\\/');
	const key = mood === 'wrong_key' ? stranger.privateKey : alipay.privateKey;
	const sign = mood === 'unsigned' ? '' : `,"sign":${JSON.stringify(rsa(key, node))}`;
	return `{"${f.method.replaceAll('.', '_')}_response":${node}${sign}}`;
}

function alipayNotice(o, how) {
	const f = { notify_time: beijing(clock()).replace('T', ' '), notify_type: 'trade_status_sync', notify_id: `N-${o.number}`,
		app_id: ALI_APP, seller_id: how === 'other_merchant' ? '2088000000000009' : SELLER, charset: 'utf-8', version: '1.0',
		out_trade_no: o.number, trade_no: o.channel, trade_status: 'TRADE_SUCCESS', total_amount: yuan(o.fen + (how === 'amount' ? 1 : 0)),
		gmt_payment: beijing(o.paid).replace('T', ' '), subject: '课后服务费 + 耗材', body: '', sign_type: 'RSA2' };
	if (how !== 'unsigned')
		f.sign = rsa(how === 'wrong_key' ? stranger.privateKey : alipay.privateKey, sorted(f, ['sign', 'sign_type']));
	return { body: new URLSearchParams(f).toString() };
}

// A zip of two stored files, written by hand: a summary and the lines.
function zip(files) {
	const parts = [], central = [];
	let at = 0;
	for (const [name, text] of files) {
		const n = Buffer.from(name), data = Buffer.from(text), head = Buffer.alloc(30), dirent = Buffer.alloc(46);
		const crc = zlib.crc32 ? zlib.crc32(data) : crc32(data);
		head.writeUInt32LE(0x04034b50, 0);
		head.writeUInt16LE(20, 4);
		head.writeUInt32LE(crc, 14);
		head.writeUInt32LE(data.length, 18);
		head.writeUInt32LE(data.length, 22);
		head.writeUInt16LE(n.length, 26);
		dirent.writeUInt32LE(0x02014b50, 0);
		dirent.writeUInt16LE(20, 4);
		dirent.writeUInt16LE(20, 6);
		head.copy(dirent, 16, 14, 28);
		dirent.writeUInt32LE(at, 42);
		parts.push(head, n, data);
		central.push(dirent, n);
		at += 30 + n.length + data.length;
	}
	const c = Buffer.concat(central), end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(files.length, 8);
	end.writeUInt16LE(files.length, 10);
	end.writeUInt32LE(c.length, 12);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...parts, c, end]);
}

function crc32(data) {
	let c = ~0;
	for (const byte of data) {
		c ^= byte;
		for (let k = 0; k < 8; k++)
			c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
	}
	return ~c >>> 0;
}

function alipayFile() {
	const stamp = (ms) => beijing(ms).replace('T', ' ');
	const paid = [...orders.values()].filter((o) => o.paid), back = [...refunds.values()];
	const titles = '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,订单金额（元）,商家实收（元）,退款批次号/请求号,备注';
	const row = (o, kind, at, fen, refund) => [o.channel, o.number, kind, '课后服务', stamp(at), stamp(at), fen, fen, refund, ''].join('\t,');
	const lines = ['#支付宝业务明细查询', '#账号：[20880000000000010156]', '#-----业务明细列表----', titles,
		...paid.map((o) => row(o, '交易', o.paid, yuan(o.fen), '')),
		...back.map((r) => row(orders.get(r.number), '退款', r.at, `-${yuan(r.fen)}`, r.refund)),
		'#-----业务明细列表结束----', `#交易合计：${paid.length + (cut === 'wrong_footer' ? 1 : 0)}笔`, `#退款合计：${back.length}笔`];
	return zip([['summary.csv', '#支付宝业务汇总查询\n门店编号,交易订单总笔数\n合计,1\n'],
		['lines.csv', (cut === 'cut' ? lines.slice(0, -3) : lines).join('\n') + '\n']]);
}

// --- the server ---

function control(b) {
	const o = orders.get(b.number);
	if (b.do === 'pay')
		Object.assign(o, { paid: b.at ?? clock(), channel: `42${String(++serial).padStart(8, '0')}` });
	else if (b.do === 'clock')
		shift = b.ms - Date.now();
	else if (b.do === 'order')
		orders.set(b.number, { number: b.number, fen: b.fen });
	else if (b.do === 'notices')
		return { items: b.list.map(([number, how]) => wechatNotice(orders.get(number), how)) };
	else if (b.do === 'mood')
		moodPut(b.mood);
	else if (b.do === 'refund_state')
		refundState = b.state;
	else if (b.do === 'refund_notice')
		return wechatRefundNotice([...refunds.values()].at(-1), b.mood);
	else if (b.do === 'refunded')
		return { n: refunds.size, fen: [...refunds.values()].reduce((s, r) => s + r.fen, 0) };
	else if (b.do === 'login')
		b.code ? codePut(b.code, b.openid) : (visitor = b.openid);
	else if (b.do === 'secret')
		merchantPut(b.with);
	else if (b.do === 'payer')
		return { openid: o?.payer ?? '' };
	else if (b.do === 'sheet')
		return { ours: b.call.signType === 'RSA' && holds([b.call.appId, b.call.timeStamp, b.call.nonceStr, b.call.package, ''].join('\n'), b.call.paySign) };
	else if (b.do === 'held')
		return { held: held.length };
	else if (b.do === 'cut')
		cut = b.cut;
	else if (b.do === 'seen')
		return { bad_signatures: badSignatures };
	else if (b.do === 'notice')
		return b.channel === 'wechat' ? wechatNotice(o, b.mood) : alipayNotice(o, b.mood);
	return {};
}

function moodPut(m) {
	mood = m;
	held.splice(0).forEach((s) => s.destroy());
}

function wechatReply(req, res, body) {
	if (!wechatSigned(req, body)) {
		badSignatures++;
		res.writeHead(401).end(JSON.stringify({ code: 'SIGN_ERROR', message: '签名错误' }));
		return;
	}
	if (req.url.startsWith('/v3/billdownload/')) {
		res.writeHead(200, { 'Content-Type': 'text/plain' }).end(wechatFile());
		return;
	}
	const [status, said] = mood === 'busy' ? [429, { code: 'FREQUENCY_LIMITED', message: '频率超限' }] : wechatAnswer(req, body);
	const text = said ? JSON.stringify(said) : '';
	res.writeHead(status, { 'Content-Type': 'application/json', ...wechatHeaders(text, mood) }).end(text);
}

const server = http.createServer((req, res) => {
	let body = '';
	req.on('data', (d) => (body += d));
	req.on('end', () => {
		if (req.url === '/control') {
			res.end(JSON.stringify(control(JSON.parse(body))));
		} else if (mood === 'drop') {
			req.socket.destroy();
		} else if (mood === 'silent' && /^\/(v3|sns)\//.test(req.url)) {
			held.push(req.socket);
		} else if (mood === 'error') {
			res.writeHead(502).end('<html>bad gateway</html>');
		} else if (req.url.startsWith('/connect/oauth2/authorize?')) {
			const to = authorize(new URL(req.url, 'http://x'));
			to ? res.writeHead(302, { Location: to }).end() : res.writeHead(400).end('redirect_uri or scope');
		} else if (req.url.startsWith('/sns/oauth2/access_token?')) {
			res.writeHead(200, { 'Content-Type': 'text/plain' }).end(JSON.stringify(exchange(new URL(req.url, 'http://x').searchParams)));
		} else if (req.url === '/gateway.do') {
			res.end(alipayAnswer(body));
		} else if (req.url === '/alipay-file.zip') {
			res.end(alipayFile());
		} else {
			wechatReply(req, res, body);
		}
	});
});
function merchantPut(secret) {
	const self = `http://127.0.0.1:${server.address().port}`;
	put(`${county}.pay`, [`notify = https://kehou.example/pay/notices`,
		`wechat.base = ${self}`, `wechat.mchid = ${MCHID}`, `wechat.appid = ${APPID}`, `wechat.login = ${self}`, `wechat.open = ${self}`,
		...(secret ? [`wechat.secret = ${secret === true ? 'wechat.secret' : secret}`] : []),
		'wechat.serial = 0123456789ABCDEF', 'wechat.key = own.pem', `wechat.api_key = ${API_KEY}`, `wechat.platform_serial = ${SERIAL}`,
		'wechat.platform_key = wechat.pem', `alipay.base = ${self}/gateway.do`,
		`alipay.app_id = ${ALI_APP}`, `alipay.seller_id = ${SELLER}`, 'alipay.key = own.pem', 'alipay.platform_key = alipay.pem', ''].join('\n'));
}

server.listen(0, '127.0.0.1', () => {
	merchantPut(true);
	console.log(`ready ${server.address().port}`);
});
process.stdin.on('end', () => process.exit(0)).resume(); // ends with the test
