// Create, update under If-Match, and delete a task, as an application would.

const client = require("./client");

// What the SDK makes of a refusal.
async function refused(promise) {
  try {
    await promise;
  } catch (error) {
    return { status: error.status, code: error.code, message: error.message };
  }
  return null;
}

async function main() {
  const tasks = client.taskrouter.v1.workspaces(process.env.WORKSPACE_SID).tasks;
  const answered = await tasks.createWithHttpInfo({
    workflowSid: process.env.WORKFLOW_SID,
    attributes: JSON.stringify({ name: "Zoë & Søn, 100 % ✓" }),
    priority: 7,
    timeout: 600,
  });
  const created = answered.body;
  const version = answered.headers.etag;
  const task = tasks(created.sid);

  const updated = await task.update({ ifMatch: version, priority: 8 });
  const stale = await refused(task.update({ ifMatch: version, priority: 9 }));
  const staleRemoval = await refused(task.remove({ ifMatch: version }));
  const fetched = await task.fetch();
  const invalid = await refused(task.update({ priority: -1 }));
  const removed = await task.remove();
  const gone = await refused(task.fetch());

  const answer = { created, updated, fetched, stale, staleRemoval, invalid, removed, gone };
  console.log(JSON.stringify(answer));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
