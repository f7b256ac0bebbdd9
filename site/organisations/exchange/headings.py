"""The headings of rosters and of lists of organisations, and the words their cells may hold. See `docs/imports.md`."""

from organisations.models import MembershipStatus, OrganisationKind, Ownership, Role, Stage, TeacherKind

ROSTER = (
    "姓名",
    "工号",
    "手机号",
    "教师个人标识码",
    "学校名称",
    "统一社会信用代码",
    "学校标识码",
    "角色",
    "教师类别",
    "任教学段",
    "到校时间",
    "人员状态",
)
ROSTER_SYNONYMS = {
    "教师姓名": "姓名",
    "名字": "姓名",
    "教工号": "工号",
    "职工号": "工号",
    "教职工号": "工号",
    "手机": "手机号",
    "手机号码": "手机号",
    "联系电话": "手机号",
    "电话": "手机号",
    "个人标识码": "教师个人标识码",
    "学校": "学校名称",
    "单位": "学校名称",
    "单位名称": "学校名称",
    "信用代码": "统一社会信用代码",
    "社会信用代码": "统一社会信用代码",
    "标识码": "学校标识码",
    "类别": "教师类别",
    "学段": "任教学段",
    "入职时间": "到校时间",
    "入校时间": "到校时间",
    "状态": "人员状态",
}

ORGANISATIONS = (
    "名称",
    "类别",
    "统一社会信用代码",
    "学校标识码",
    "行政区划代码",
    "主管部门",
    "上级单位",
    "学段",
    "办学性质",
)
ORGANISATION_SYNONYMS = {
    "单位名称": "名称",
    "学校名称": "名称",
    "单位类别": "类别",
    "信用代码": "统一社会信用代码",
    "社会信用代码": "统一社会信用代码",
    "标识码": "学校标识码",
    "区划代码": "行政区划代码",
    "所在地代码": "行政区划代码",
    "主管单位": "主管部门",
    "举办单位": "主管部门",
    "隶属": "上级单位",
    "上级学校": "上级单位",
    "办学类型": "学段",
    "性质": "办学性质",
}

ROLES = {
    "教师": Role.TEACHER,
    "老师": Role.TEACHER,
    "学校编辑": Role.SCHOOL_EDITOR,
    "编辑": Role.SCHOOL_EDITOR,
    "学校经办人": Role.SCHOOL_HEAD,
    "经办人": Role.SCHOOL_HEAD,
    "学校负责人": Role.SCHOOL_HEAD,
}
TEACHER_KINDS = {
    "任课教师": TeacherKind.CLASS_TEACHER,
    "班主任": TeacherKind.HEAD_TEACHER,
    "思政教师": TeacherKind.IDEOLOGICAL,
    "科研人员": TeacherKind.RESEARCHER,
    "行政管理": TeacherKind.ADMINISTRATIVE,
    "行政管理人员": TeacherKind.ADMINISTRATIVE,
}
STATUSES = {
    "在岗": MembershipStatus.WORKING,
    "产假": MembershipStatus.MATERNITY,
    "病假": MembershipStatus.SICK,
    "借调": MembershipStatus.SECONDED,
    "交流": MembershipStatus.EXCHANGE,
    "退休": MembershipStatus.RETIRED,
    "离职": MembershipStatus.LEFT,
}
STAGES = {
    "幼儿园": Stage.KINDERGARTEN,
    "学前": Stage.KINDERGARTEN,
    "小学": Stage.PRIMARY,
    "初中": Stage.JUNIOR,
    "高中": Stage.SENIOR,
    "普通高中": Stage.SENIOR,
    "中职": Stage.VOCATIONAL,
    "中等职业": Stage.VOCATIONAL,
    "高校": Stage.UNIVERSITY,
    "大学": Stage.UNIVERSITY,
    "高等学校": Stage.UNIVERSITY,
    "特殊教育": Stage.SPECIAL,
    "特教": Stage.SPECIAL,
}
KINDS = {
    "学校": OrganisationKind.SCHOOL,
    "教育行政机构": OrganisationKind.ADMINISTRATION,
    "教育科研机构": OrganisationKind.RESEARCH,
    "教育社会服务机构": OrganisationKind.SERVICE,
}
OWNERSHIPS = {"公办": Ownership.PUBLIC, "公立": Ownership.PUBLIC, "民办": Ownership.PRIVATE, "私立": Ownership.PRIVATE}

# Those whose membership is over; the rights it gave end with it.
GONE = frozenset({MembershipStatus.RETIRED, MembershipStatus.LEFT})
