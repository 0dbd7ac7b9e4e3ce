"""The form of 2019 and 2020 (国办公开办函〔2019〕60号): what tells it from the form in force.

Its figures of section two count other things, so none of them is ever taken over.
"""

from __future__ import annotations

LABELS_2019 = (
    "本年新制作数量",
    "本年新公开数量",
    "对外公开总数量",
    "上一年项目数量",
    "本年增/减",
    "其他对外管理服务事项",
    "政府集中采购",
    "采购项目数量",
    "采购总金额",
)
"""Labels that only that form prints."""
