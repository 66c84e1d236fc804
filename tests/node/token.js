// Tokens as the SDK makes them: of every role, and of every kind of capability.

const twilio = require("twilio");

const { AccessToken, taskrouter } = twilio.jwt;
const { TaskRouterCapability, util } = taskrouter;
const { ACCOUNT_SID, AUTH_TOKEN, KEY_SID, KEY_SECRET, WORKSPACE_SID, WORKER_SID, QUEUE_SID } =
  process.env;

function accessToken(grant, options) {
  const token = new AccessToken(ACCOUNT_SID, KEY_SID, KEY_SECRET, {
    identity: "alice",
    ...options,
  });
  token.addGrant(new AccessToken.TaskRouterGrant({ workspaceSid: WORKSPACE_SID, ...grant }));
  return token;
}

function capability(channelId, policies) {
  const made = new TaskRouterCapability({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    workspaceSid: WORKSPACE_SID,
    channelId,
  });
  util.defaultEventBridgePolicies(ACCOUNT_SID, channelId).forEach((p) => made.addPolicy(p));
  policies.forEach((p) => made.addPolicy(p));
  return made.toJwt();
}

const workerSid = WORKER_SID;
const updateActivity = new TaskRouterCapability.Policy({
  url: util.workersUrl(WORKSPACE_SID, WORKER_SID),
  method: "POST",
  postFilter: { ActivitySid: { required: true } },
});

console.log(
  JSON.stringify({
    access: {
      worker: accessToken({ workerSid }).toJwt(),
      supervisor: accessToken({ workerSid, role: "supervisor" }, { region: "ie1" }).toJwt(),
      admin: accessToken({ role: "admin" }, { nbf: Math.floor(Date.now() / 1000) }).toJwt(),
    },
    capabilities: {
      worker: capability(WORKER_SID, [
        ...util.defaultWorkerPolicies("v1", WORKSPACE_SID, WORKER_SID),
        updateActivity,
      ]),
      queue: capability(QUEUE_SID, []),
      workspace: capability(WORKSPACE_SID, []),
    },
    hs512: accessToken({ workerSid }).toJwt("HS512"),
  }),
);
