"""The words of question sheets: headings, types, difficulties, and what schools write for them."""

from assessments import question_types

LETTERS = question_types.LETTERS
OPTIONS = [f"选项{letter}" for letter in LETTERS]
HEADINGS = [
    "题号",
    "题型",
    "题干",
    *OPTIONS,
    "答案",
    "分值",
    "难度",
    "知识点",
    "学段",
    "解析",
    "依据",
    "题组",
    "材料",
    "事实编号",
]
SYNONYMS = {
    "编号": "题号",
    "试题编号": "题号",
    "类型": "题型",
    "试题类型": "题型",
    "题目": "题干",
    "试题": "题干",
    "问题": "题干",
    "正确答案": "答案",
    "标准答案": "答案",
    "参考答案": "答案",
    "分数": "分值",
    "难易度": "难度",
    "难度系数": "难度",
    "知识模块": "知识点",
    "章节": "知识点",
    "适用学段": "学段",
    "答案解析": "解析",
    "试题解析": "解析",
    "出处": "依据",
    "法规依据": "依据",
    "事实": "事实编号",
    "案例材料": "材料",
    "案例": "题组",
    **{letter: f"选项{letter}" for letter in LETTERS},
}
TYPES = {
    "单选": "single",
    "多选": "multiple",
    "判断": "truefalse",
    "匹配": "matching",
    "连线": "matching",
    "排序": "ordering",
    "填空": "short",
    "数值": "numeric",
    "案例": "case",
    "简答": "essay",
}
TYPE_NAMES = {
    "single": "单选",
    "multiple": "多选",
    "truefalse": "判断",
    "matching": "匹配",
    "ordering": "排序",
    "short": "填空",
    "numeric": "数值",
    "case": "案例",
    "essay": "简答",
}
DIFFICULTIES = {
    "易": "easy",
    "容易": "easy",
    "简单": "easy",
    "": "medium",
    "中": "medium",
    "中等": "medium",
    "难": "hard",
    "较难": "hard",
    "困难": "hard",
}
DIFFICULTY_NAMES = {"easy": "易", "medium": "中", "hard": "难"}
TRUE = {"√", "对", "正确", "T", "TRUE", "是", "✓", "✔"}
FALSE = {"×", "错", "错误", "F", "FALSE", "否", "X", "✗", "✘"}
REQUIRED = ["题型", "题干"]
