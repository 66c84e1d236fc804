// Read every task of a workspace, in all the ways the SDK pages through lists.

const client = require("./client");

async function main() {
  const tasks = client.taskrouter.v1.workspaces(process.env.WORKSPACE_SID).tasks;
  const pageSize = Number(process.env.PAGE_SIZE);

  const listed = await tasks.list({ pageSize });
  const limited = await tasks.list({ pageSize, limit: pageSize + 1 });

  const each = [];
  await new Promise((resolve, reject) => {
    const done = (error) => (error ? reject(error) : resolve());
    tasks.each({ pageSize, callback: (task) => each.push(task.sid), done });
  });

  let page = await tasks.page({ pageSize });
  const pages = [];
  let last = page;
  while (page) {
    pages.push(page.instances.length);
    last = page;
    page = await page.nextPage();
  }
  const previous = await last.previousPage();

  const sids = (some) => some.map((task) => task.sid);
  const answer = { listed: sids(listed), limited: sids(limited), each, pages };
  console.log(JSON.stringify({ ...answer, previous: sids(previous.instances) }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
