/* The list holds what people choose when nothing stops them: passwords seen in every leak, their
 * pinyin cousins, and what a school would try first. Shorter ones are refused for their length. */
#include "auth/common.h"

static const char *const common[] = {
	"00001111",     "0123456789",   "10101010",     "11110000",      "11112222",
	"11223344",     "1122334455",   "12121212",     "12301230",      "123123123",
	"123321123",    "12341234",     "12344321",     "123454321",     "123456789a",
	"12345678a",    "1234567a",     "123456aa",     "123456abc",     "123456qq",
	"123698745",    "13131313",     "13145200",     "1314520520",    "1314521521",
	"147258369",    "159357258",    "168168168",    "16881688",      "18181818",
	"19801980",     "19901990",     "1q2w3e4r",     "1q2w3e4r5t",    "1qaz2wsx",
	"1qaz2wsx3edc", "20002000",     "20202020",     "20252025",      "20262026",
	"321654987",    "520131400",    "52013141",     "5201314520",    "5201314a",
	"520520520",    "5211314521",   "521521521",    "66668888",      "741852963",
	"789456123",    "87654321a",    "88881111",     "88886666",      "98765432",
	"a1234567",     "a12345678",    "a123456789",   "a1b2c3d4",      "a5201314",
	"aa123456",     "aa12345678",   "aaa123456",    "abc12345",      "abc123456",
	"abc123abc",    "abcd1234",     "admin123",     "admin1234",     "admin12345",
	"admin123456",  "admin888",     "adminadmin",   "administrator", "aini1314",
	"alipay123",    "asd123456",    "asdasd123",    "asdf1234",      "autumn2025",
	"autumn2026",   "banzhuren123", "baseball",     "basketball",    "beijing123",
	"beijing2008",  "changeme",     "changeme1",    "changeme123",   "china123",
	"china1234",    "computer",     "contrasena",   "default1",      "dragon123",
	"education",    "facebook",     "football",     "football1",     "freedom1",
	"google123",    "guangdong123", "guest1234",    "haohaoxuexi",   "hello123",
	"hello1234",    "helloworld",   "huawei123",    "ilove1314",     "iloveu520",
	"iloveyou",     "iloveyou1",    "iloveyou2",    "iloveyou520",   "internet",
	"jennifer",     "jiaoshi123",   "jiaoyuju123",  "jiazhang123",   "jordan23",
	"kehou123",     "kehou1234",    "kehou123456",  "kehou2025",     "kehou2026",
	"kehoufuwu",    "laoshi123",    "laoshi123456", "lenovo123",     "letmein1",
	"letmein123",   "master123",    "michael1",     "monkey123",     "motdepasse",
	"mypassword",   "nihao123",     "nihao123456",  "p@ssw0rd",      "p@ssword",
	"pa55word",     "parent123",    "passw0rd",     "password",      "password1",
	"password12",   "password123",  "password1234", "passwort",      "pokemon1",
	"princess",     "princess1",    "q123456789",   "q1w2e3r4",      "qazwsx123",
	"qazwsxedc",    "qq123456",     "qq1234567",    "qq123456789",   "qwe123456",
	"qweasd123",    "qweasdzxc",    "qwerty12",     "qwerty123",     "qwerty1234",
	"qwerty123456", "root1234",     "rootroot",     "samsung1",      "school123",
	"secret123",    "senha123",     "shadow123",    "shanghai123",   "spiderman",
	"spring2026",   "starwars",     "student123",   "summer2025",    "summer2026",
	"sunshine",     "sunshine1",    "superman",     "superman1",     "taobao123",
	"teacher123",   "test1234",     "test123456",   "testtest",      "tiantianxiangshang",
	"toor1234",     "trustno1",     "tuoguan123",   "w123456789",    "wangyi163",
	"weixin123",    "weixin123456", "welcome1",     "welcome123",    "welcome2024",
	"welcome2025",  "welcome2026",  "whatever",     "windows10",     "winter2025",
	"wo5201314",    "woaini123",    "woaini1314",   "woaini520",     "woaini5201314",
	"woaini521",    "woaiwojia",    "woaixuexi",    "woaizhongguo",  "wx123456",
	"xiaomi123",    "xiaoxue123",   "xuesheng123",  "xuexiao123",    "z123456789",
	"zaq12wsx",     "zhongguo",     "zhongguo123",  "zhongxue123",   "zxcvbnm1",
	"zxcvbnm123",
};

/* What fingers run along; read both ways. */
static const char *const rows[] = {
	"01234567890",
	"abcdefghijklmnopqrstuvwxyz",
	"qwertyuiopasdfghjklzxcvbnm",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
	"zxcvbnm,./asdfghjkl;'qwertyuiop[]1234567890",
};

static bool along_a_row(struct str s)
{
	for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
		size_t at, n = strlen(rows[r]);

		if (str_find(str_of(rows[r]), s, &at))
			return true;
		for (size_t from = 0; from + s.n <= n; from++) {
			size_t i = 0;

			while (i < s.n && rows[r][from + s.n - 1 - i] == s.p[i])
				i++;
			if (i == s.n)
				return true;
		}
	}
	return false;
}

/* One piece of at most four bytes, over and over: 12121212, aaaaaaaa, and the same Chinese
 * character. */
static bool repeats(struct str s)
{
	for (size_t piece = 1; piece <= 4; piece++) {
		size_t i = piece;

		while (i < s.n && s.p[i] == s.p[i - piece])
			i++;
		if (i >= s.n)
			return true;
	}
	return false;
}

bool password_is_common(struct arena *a, struct str password)
{
	struct str s = str_dup(a, password);
	char *p = (char *)(uintptr_t)s.p;

	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] - 'A' + 'a');
	for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
		if (str_is(s, common[i]))
			return true;
	return repeats(s) || along_a_row(s);
}
