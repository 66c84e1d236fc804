// Read statistics of a workspace, of the past and of now, apart and together.

const client = require("./client");

async function main() {
  const workspace = client.taskrouter.v1.workspaces(process.env.WORKSPACE_SID);
  const past = await workspace.cumulativeStatistics().fetch({ minutes: 5, splitByWaitTime: "5,30" });
  const now = await workspace.realTimeStatistics().fetch();
  const both = await workspace.statistics().fetch({ minutes: 5 });
  const queues = await workspace.taskQueues.statistics.list({ pageSize: 1 });
  const bulk = await workspace.taskQueues.bulkRealTimeStatistics.create({
    queueSids: queues.map((queue) => queue.taskQueueSid),
  });
  console.log(JSON.stringify({ past, now, both, queues, bulk }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
