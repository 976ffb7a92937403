#include "demo/words.h"

#define LEN(v) (sizeof(v) / sizeof(*(v)))

static const char *const SURNAMES[] = {
	"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡",
	"郭", "何", "高", "林", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹",
	"彭", "曾", "肖", "田", "董", "袁", "潘", "蒋", "蔡", "余", "杜", "叶", "程", "苏", "魏",
	"吕", "丁", "任", "沈", "姚", "卢", "姜", "崔", "钟", "谭", "陆", "汪", "范", "金", "石",
};
static const char *const GIVEN[] = {
	"知", "夏", "一", "诺", "子", "涵", "雨", "桐", "浩", "然", "思", "远", "若", "溪", "清",
	"和", "景", "行", "书", "言", "安", "宁", "明", "哲", "亦", "凡", "静", "姝", "星", "野",
	"沐", "阳", "可", "欣", "承", "泽", "奕", "辰", "佳", "禾", "云", "舒", "松", "岚", "文",
	"博", "晓", "棠", "语", "嫣", "南", "乔", "北", "辰", "木", "青", "川", "海", "宁", "月",
};
/* Outside the plane that old programs stop at, or seldom in a font: names have them. */
static const char *const RARE[] = {"𠮷", "𬱖", "𫖮", "䶮", "㛃", "𬸣", "龘", "𣗋"};
/* None of them is a county's name today. */
static const char *const COUNTIES[DEMO_COUNTIES] = {
	"望舒县", "青螺区", "鹿鸣县", "云笈县", "松烟县", "白榆区", "星槎县", "听泉县", "栖霜县"};
static const char *const SCHOOL_FIRST[] = {"青", "云", "明", "竹", "松", "石", "银",
                                           "春", "秋", "荷", "柳", "桐", "枫", "梅",
                                           "兰", "雁", "鹤", "燕", "晨", "星"};
static const char *const SCHOOL_SECOND[] = {"溪", "岭", "湖", "桥", "园", "台", "渡", "泉",
                                            "坪", "湾", "塘", "亭", "川", "洲", "屏", "阁"};
static const char *const AGENCIES[] = {"向阳花", "小帆船", "蒲公英", "萤火虫", "石榴籽", "云雀",
                                       "麦田",   "纸飞机", "小水滴", "风车",   "豆芽",   "铃兰"};

const struct demo_course demo_courses[DEMO_COURSES] = {
	{S("剪纸"), S("handicraft"), S("认识剪刀和纸，剪窗花和生肖。"), true, true},
	{S("篮球"), S("sport"), S("运球、传球和小场比赛。"), true, false},
	{S("合唱"), S("arts"), S("发声、节奏和两声部合唱。"), true, false},
	{S("科学小实验"), S("science"), S("用身边的材料做实验并记录。"), true, true},
	{S("围棋"), S("activity"), S("规则、吃子和小棋盘对局。"), true, false},
	{S("绘本阅读"), S("reading"), S("一起读绘本、讲故事、画故事。"), false, false},
	{S("足球"), S("sport"), S("带球、传球和分组比赛。"), true, false},
	{S("陶艺"), S("handicraft"), S("捏、盘、刻，做一件自己的器物。"), true, true},
	{S("书法"), S("arts"), S("笔画、结构和一幅作品。"), true, false},
	{S("机器人搭建"), S("science"), S("搭建会动的小车。"), true, false},
	{S("象棋"), S("activity"), S("走法、残局和班级联赛。"), true, false},
	{S("乒乓球"), S("sport"), S("握拍、发球和对打。"), true, false},
	{S("竹笛"), S("arts"), S("指法和简单乐曲。"), true, false},
	{S("木工"), S("handicraft"), S("量、锯、磨，做一个笔筒。"), true, true},
	{S("小小种植园"), S("science"), S("播种、观察和收获。"), false, true},
	{S("跳绳"), S("sport"), S("单人、双人和长绳花样。"), false, false},
	{S("水彩画"), S("arts"), S("调色和写生。"), true, true},
	{S("编织"), S("handicraft"), S("平针、反针和一条围巾。"), false, true},
	{S("航模"), S("science"), S("纸飞机到橡筋动力飞机。"), true, true},
	{S("武术"), S("sport"), S("基本功和一套拳。"), true, false},
	{S("戏剧表演"), S("arts"), S("声音、身体和一出短剧。"), true, false},
	{S("天文观察"), S("science"), S("认识星空，记录月相。"), false, false},
	{S("羽毛球"), S("sport"), S("步法、发球和对打。"), true, false},
	{S("古筝"), S("arts"), S("指法和入门乐曲。"), true, false},
	{S("桥牌"), S("activity"), S("叫牌、打牌和搭档配合。"), false, false},
	{S("国画"), S("arts"), S("笔墨、花鸟和山水。"), true, false},
	{S("田径"), S("sport"), S("跑、跳、投的基本动作。"), false, false},
	{S("摄影"), S("arts"), S("构图、光线和校园小展。"), false, false},
	{S("布艺"), S("handicraft"), S("裁剪、缝合和一个布袋。"), true, true},
	{S("经典诵读"), S("reading"), S("诵读、讲解和小舞台。"), false, false},
};

uint64_t demo_mix(uint64_t seed, uint64_t a, uint64_t b)
{
	uint64_t x = seed + a * UINT64_C(0x9e3779b97f4a7c15) + b * UINT64_C(0xd1b54a32d192ed03);

	x ^= x >> 30;
	x *= UINT64_C(0xbf58476d1ce4e5b9);
	x ^= x >> 27;
	x *= UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static struct str given(struct arena *a, uint64_t r)
{
	const char *first = GIVEN[r % LEN(GIVEN)], *second = "";

	if (r / 64 % 4 != 0) /* one in four has a single character */
		second = GIVEN[r / 256 % LEN(GIVEN)];
	if (r / 65536 % 400 == 0)
		second = RARE[r / 26214400 % LEN(RARE)];
	return str_printf(a, "%s%s", first, second);
}

struct str demo_person(struct arena *a, uint64_t r)
{
	struct str name = given(a, r);

	return str_printf(a, "%s%.*s", SURNAMES[(r >> 40) % LEN(SURNAMES)], STR_FMT(name));
}

struct str demo_child(struct arena *a, struct str parent, uint64_t r)
{
	struct str rest = parent, name = given(a, r);
	uint32_t first = 0;

	utf8_next(&rest, &first);
	return str_printf(a, "%.*s%.*s", (int)(rest.p - parent.p), parent.p, STR_FMT(name));
}

struct str demo_county(size_t i, bool zone)
{
	return zone ? S("星湖开发区") : str_of(COUNTIES[i % DEMO_COUNTIES]);
}

struct str demo_school_name(struct arena *a, size_t county, size_t i, bool junior)
{
	size_t at = i * 7 + county * 3, all = LEN(SCHOOL_FIRST) * LEN(SCHOOL_SECOND);
	struct str place = demo_county(county, county >= DEMO_COUNTIES);

	return str_printf(
		a, "%.*s%s%s%s", STR_FMT(place), SCHOOL_FIRST[at % all % LEN(SCHOOL_FIRST)],
		SCHOOL_SECOND[at % all / LEN(SCHOOL_FIRST)], junior ? "初级中学" : "小学");
}

struct str demo_agency_name(struct arena *a, size_t i)
{
	return str_printf(a, "%s艺体服务中心(示例%zu)", AGENCIES[i % LEN(AGENCIES)], i + 1);
}
