"""Who has something to do with money: for pages, and for what background jobs give out."""

from pension.vocabulary.posts import OFFICE_POSTS, OfficeKind, Post

# Who has something to do with what is due; departments that confirm identity have not.
MONEY_POSTS = (
    Post.PREPARE,
    Post.MERGE,
    Post.JOINT_REVIEW,
    Post.SECOND_CHECK,
    Post.INSPECT,
    Post.DIRECTOR,
    Post.CASHIER,
    Post.RECONCILE,
    Post.PERFORMANCE,
    Post.STREET_ENTRY,
    Post.STREET_REVIEW,
    Post.COMMUNITY_ENTRY,
    Post.COMMUNITY_CONFIRM,
)
# Papers that tell of all communities are the bureau's: a street or community sees its own rows.
BUREAU_MONEY_POSTS = tuple(post for post in MONEY_POSTS if post in OFFICE_POSTS[OfficeKind.BUREAU])
# A roster holds whole account numbers: who sends it to the bank, and who checks the bank's answer.
ROSTER_POSTS = (Post.CASHIER, Post.RECONCILE)
