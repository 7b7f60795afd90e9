"""The form of the yearly return as data: which fields there are, and the indicator that answers each.

Codes are the house's own. A field without a measure is asked and cannot be answered by any register; nobody types it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Field:
    """One line: `part_of` is the code of the line it is a part of."""

    code: str
    name: str | Promise
    unit: str
    measure: str = ""
    part_of: str = ""

    @property
    def section(self) -> str:
        return self.code.partition(".")[0]


SECTIONS: dict[str, str | Promise] = {
    "1": pgettext_lazy("statistics", "Organisation and members"),
    "2": pgettext_lazy("statistics", "Union officers"),
    "3": pgettext_lazy("statistics", "Workers' congress and disclosure"),
    "4": pgettext_lazy("statistics", "Collective bargaining and harmonious enterprises"),
    "5": pgettext_lazy("statistics", "Labour-law supervision, disputes, labour protection"),
    "6": pgettext_lazy("statistics", "Relief and mutual aid"),
    "7": pgettext_lazy("statistics", "Training, skills, model workers"),
    "8": pgettext_lazy("statistics", "Education, culture and sport"),
    "9": pgettext_lazy("statistics", "Finance and audit"),
}

FIELDS = (
    Field("1.01", pgettext_lazy("statistics", "Grassroots unions"), "union", "org_count"),
    Field("1.02", pgettext_lazy("statistics", "joint unions"), "union", "org_joint", "1.01"),
    Field(
        "1.03",
        pgettext_lazy("statistics", "with a women workers' committee"),
        "union",
        "org_women_committee",
        "1.01",
    ),
    Field(
        "1.04",
        pgettext_lazy("statistics", "with a funds auditing committee"),
        "union",
        "org_audit_committee",
        "1.01",
    ),
    Field("1.05", pgettext_lazy("statistics", "Grassroots unions founded in the year"), "union", "org_new"),
    Field(
        "1.06",
        pgettext_lazy("statistics", "Regional and sectoral federations founded"),
        "union",
        "org_federation_new",
    ),
    Field("1.07", pgettext_lazy("statistics", "Unionised enterprises"), "unit", "units_covered"),
    Field(
        "1.08", pgettext_lazy("statistics", "state-owned enterprises"), "unit", "units_covered_state", "1.07"
    ),
    Field(
        "1.09",
        pgettext_lazy("statistics", "non-public enterprises"),
        "unit",
        "units_covered_nonpublic",
        "1.07",
    ),
    Field("1.10", pgettext_lazy("statistics", "Staff of unionised employers"), "person", "staff_covered"),
    Field("1.11", pgettext_lazy("statistics", "women"), "person", "women_covered", "1.10"),
    Field("1.12", pgettext_lazy("statistics", "Members"), "person", "mem_count"),
    Field("1.13", pgettext_lazy("statistics", "women members"), "person", "mem_women", "1.12"),
    Field("1.14", pgettext_lazy("statistics", "migrant-worker members"), "person", "mem_migrant", "1.12"),
    Field(
        "1.15", pgettext_lazy("statistics", "members by their own word"), "person", "mem_confirmed", "1.12"
    ),
    Field("1.16", pgettext_lazy("statistics", "Members who joined in the year"), "person", "mem_new"),
    Field("2.01", pgettext_lazy("statistics", "Full-time union officers"), "person"),
    Field("2.02", pgettext_lazy("statistics", "Part-time union officers"), "person"),
    Field("2.03", pgettext_lazy("statistics", "Classes held for organisers"), "time", "class_organisers"),
    Field(
        "3.01", pgettext_lazy("statistics", "Employers with a workers' congress"), "unit", "cong_units_all"
    ),
    Field(
        "3.02",
        pgettext_lazy("statistics", "non-public enterprises of 200 staff or more"),
        "unit",
        "cong_units",
        "3.01",
    ),
    Field(
        "3.03",
        pgettext_lazy("statistics", "Regional and sectoral workers' congresses"),
        "entry",
        "cong_regional",
    ),
    Field("3.04", pgettext_lazy("statistics", "Delegates of workers"), "person", "cong_delegates"),
    Field("3.05", pgettext_lazy("statistics", "women delegates"), "person", "cong_delegates_women", "3.04"),
    Field("3.06", pgettext_lazy("statistics", "Sessions of congresses held"), "time", "cong_sessions"),
    Field("3.07", pgettext_lazy("statistics", "Employers that held a session"), "unit", "cong_held"),
    Field("3.08", pgettext_lazy("statistics", "Employers that disclose"), "unit", "open_units"),
    Field(
        "3.09",
        pgettext_lazy("statistics", "non-public enterprises above designated size"),
        "unit",
        "open_units_nonpublic_scale",
        "3.08",
    ),
    Field("3.10", pgettext_lazy("statistics", "Matters disclosed"), "entry", "open_postings"),
    Field("3.11", pgettext_lazy("statistics", "Worker directors and supervisors"), "person"),
    Field("4.01", pgettext_lazy("statistics", "Collective contracts in force"), "entry", "cb_contracts"),
    Field(
        "4.02",
        pgettext_lazy("statistics", "Enterprises under a collective contract"),
        "unit",
        "cb_enterprises",
    ),
    Field(
        "4.03", pgettext_lazy("statistics", "under a general contract"), "unit", "cb_general_units", "4.02"
    ),
    Field("4.04", pgettext_lazy("statistics", "under a wage agreement"), "unit", "cb_wage_units", "4.02"),
    Field(
        "4.05",
        pgettext_lazy("statistics", "under a women workers' contract"),
        "unit",
        "cb_women_units",
        "4.02",
    ),
    Field("4.06", pgettext_lazy("statistics", "Workers under a collective contract"), "person", "cb_workers"),
    Field(
        "4.07", pgettext_lazy("statistics", "Enterprises in the harmony programme"), "unit", "harmony_units"
    ),
    Field("4.08", pgettext_lazy("statistics", "Enterprises commended"), "unit", "honours_enterprises"),
    Field("5.01", pgettext_lazy("statistics", "Bodies for labour-law supervision"), "entry"),
    Field("5.02", pgettext_lazy("statistics", "Cases of labour-law supervision"), "entry"),
    Field("5.03", pgettext_lazy("statistics", "Dispute mediation committees"), "entry"),
    Field("5.04", pgettext_lazy("statistics", "Disputes mediated"), "entry"),
    Field("5.05", pgettext_lazy("statistics", "Labour protection committees"), "entry"),
    Field("6.01", pgettext_lazy("statistics", "Workers in the hardship files"), "household"),
    Field("6.02", pgettext_lazy("statistics", "People given living relief"), "person", "aid_living"),
    Field("6.03", pgettext_lazy("statistics", "Times living relief was given"), "entry", "aid_living_times"),
    Field("6.04", pgettext_lazy("statistics", "Money paid as living relief"), "fen", "aid_living_money"),
    Field("6.05", pgettext_lazy("statistics", "Students given school aid"), "person", "aid_study"),
    Field("6.06", pgettext_lazy("statistics", "Money paid as school aid"), "fen", "aid_study_money"),
    Field("6.07", pgettext_lazy("statistics", "Workers in medical mutual aid"), "person", "mut_insured"),
    Field("6.08", pgettext_lazy("statistics", "Workers newly insured in the year"), "person", "mut_new"),
    Field(
        "6.09",
        pgettext_lazy("statistics", "Women in hardship insured against cancer"),
        "person",
        "wom_cancer_insured",
    ),
    Field("6.10", pgettext_lazy("statistics", "Women migrant workers examined"), "person", "wom_checkup"),
    Field("6.11", pgettext_lazy("statistics", "Workers helped back into work"), "person", "place_jobs"),
    Field("7.01", pgettext_lazy("statistics", "Workers trained"), "person", "train_people"),
    Field("7.02", pgettext_lazy("statistics", "trained in a skill"), "person", "train_skill", "7.01"),
    Field("7.03", pgettext_lazy("statistics", "Women at courses and lectures"), "person", "wom_trained"),
    Field("7.04", pgettext_lazy("statistics", "Workers who raised their skill grade"), "person", "skill_up"),
    Field(
        "7.05",
        pgettext_lazy("statistics", "women who raised their grade"),
        "person",
        "skill_up_women",
        "7.04",
    ),
    Field("7.06", pgettext_lazy("statistics", "Workers who raised their education"), "person", "edu_up"),
    Field("7.07", pgettext_lazy("statistics", "Model workers living"), "person", "mw_living"),
    Field("7.08", pgettext_lazy("statistics", "Suggestions for better work"), "entry"),
    Field("8.01", pgettext_lazy("statistics", "Workers' reading rooms"), "place", "read_open"),
    Field("8.02", pgettext_lazy("statistics", "Reading rooms opened in the year"), "place", "read_new"),
    Field(
        "8.03",
        pgettext_lazy("statistics", "Model reading rooms named in the year"),
        "place",
        "read_model_new",
    ),
    Field(
        "8.04", pgettext_lazy("statistics", "Women in the achievement programme"), "person", "wom_activity"
    ),
    Field("9.01", pgettext_lazy("statistics", "Union funds received"), "fen"),
    Field("9.02", pgettext_lazy("statistics", "Audits of funds"), "time"),
)
BY_CODE = {field.code: field for field in FIELDS}
#: what can be counted, by code
MEASURES = {field.code: field.measure for field in FIELDS if field.measure}
