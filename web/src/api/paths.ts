// Where things are in the API.

export const WORKSPACES = "/v1/Workspaces";

/** `path` below a workspace, in TaskRouter's API: `inWorkspace(sid, "Workers", workerSid)`. */
export function inWorkspace(workspaceSid: string, ...path: string[]): string {
  return [WORKSPACES, workspaceSid, ...path].join("/");
}

/** `path` below a workspace, in what TaskRouter's API does not have. */
export function extended(workspaceSid: string, ...path: string[]): string {
  return ["/pointsman/v1/Workspaces", workspaceSid, ...path].join("/");
}
