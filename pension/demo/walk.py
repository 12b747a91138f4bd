"""What a newcomer can try at once: a ready case at every desk, in the order of the work."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """A desk of the walk: whom to sign in as, what lies there, what to do with it."""

    username: str
    ready: str
    deed: str


WALK: Sequence[Stop] = (
    Stop(
        "sq003001_luru",
        "两份花名册样例",
        "「花名册导入」先传有错误的一份，下载回填错误的原表；再传无错误的一份并提交",
    ),
    Stop(
        "sq003001_queren",
        "斗南东社区已录入、等社区确认的件",
        "「签字花名册」登记签字日期和扫描件，再逐件或批量确认",
    ),
    Stop("nyj_queren", "斗南、洛龙等农业确认的件", "逐件核对承包地后同意，或写明理由不予确认"),
    Stop("zrj_queren", "斗南、洛龙等自然资源确认的件", "同意、退回，或对一件请公安核对"),
    Stop("gaj_hedui", "斗南、洛龙各一件已请公安核对", "核对户籍和年龄，签署意见"),
    Stop(
        "jd003_shenhe",
        "斗南西社区：待街道审核的件；公示期已满的公示；一件未办结的公示异议",
        "先办异议（成立则退回或不予确认），再结束公示，其余人员转入联审；审核后可另张贴公示",
    ),
    Stop("jd003_jingban", "同一公示", "登记异议，代录部门的纸质意见"),
    Stop(
        "jbj_lianshen", "龙城、雨花、大渔三个街道的名单", "召开联审，录入五部门意见和扫描件，办结"
    ),
    Stop(
        "jbj_fuhe",
        "已联审、等区级复核的件；雨花街道一个亲属代收账户、一笔死亡登记、一项参保变更、"
        "一条手工录入的期初数据；裁定和追回各一笔",
        "复核通过，身份即确认；其余逐笔点开，看清录入人写的理由，同意或写明理由退回",
    ),
    Stop(
        "jbj_binggui",
        "原参保人：有的未告知权益，有的已告知未选择",
        "登记权益告知，登记本人选择，然后并轨；期初数据上传样例，或手工录入一条",
    ),
    Stop(
        "jbj_bianzhi",
        "有应补未补、待补发、待裁定和未处理的多付",
        "在「待核算」勾选或全部核算，裁定，编制批次，提出追回；"
        "在「补助规则 → 政策文件」录入条文，计算单即可点开原文",
    ),
    Stop("sq004001_queren", "乌龙街道一个待社区核实的批次", "逐人核实，有疑问的剔除并写明理由"),
    Stop("jbj_jihe", "马金铺街道一个已锁定的批次", "抽查计算过程，稽核通过或退回"),
    Stop("jbj_juzhang", "吴家营街道一个已稽核的批次", "审批；区级复核通过的追回也在这里决定"),
    Stop("jbj_chuna", "马金铺街道一个已审批的批次", "放行，导出发放名册"),
    Stop(
        "jbj_hedui",
        "乌龙街道一个已送银行的批次",
        "先传多一笔的回盘样例，看它被指出；再传正常的一份，核对、关闭",
    ),
    Stop("jbj_jixiao", "2022年度绩效自评", "核对指标数据的来源，补写段落，生成公文"),
    Stop(
        "jbj_xitong",
        "全部账号",
        "开立账号、调整岗位；把某账号密码输错五次后，在这里解除锁定；「操作留痕」里看刚才各步的记录",
    ),
)
