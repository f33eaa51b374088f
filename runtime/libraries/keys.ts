/** Attribute keys that the library integrations write, as the semantic conventions spell them. */

export const clientAddress = 'client.address';
export const dbCollectionName = 'db.collection.name';
export const dbNamespace = 'db.namespace';
export const dbOperationName = 'db.operation.name';
export const dbQuerySummary = 'db.query.summary';
export const dbQueryText = 'db.query.text';
export const dbResponseStatusCode = 'db.response.status_code';
export const errorType = 'error.type';
export const httpRequestMethod = 'http.request.method';
export const httpRequestMethodOriginal = 'http.request.method_original';
export const httpResponseStatusCode = 'http.response.status_code';
export const httpRoute = 'http.route';
export const networkProtocolVersion = 'network.protocol.version';
export const serverAddress = 'server.address';
export const serverPort = 'server.port';
export const urlFull = 'url.full';
export const urlPath = 'url.path';
export const urlQuery = 'url.query';
export const urlScheme = 'url.scheme';
export const userAgentOriginal = 'user_agent.original';
