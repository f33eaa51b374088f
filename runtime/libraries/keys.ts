/**
 * Attribute keys that the library integrations write, each checked against the generated conventions. Types only: the
 * runtime depends on nothing.
 */

import type {
  CLIENT_ADDRESS,
  DB_COLLECTION_NAME,
  DB_NAMESPACE,
  DB_OPERATION_NAME,
  DB_QUERY_SUMMARY,
  DB_QUERY_TEXT,
  DB_RESPONSE_STATUS_CODE,
  ERROR_TYPE,
  HTTP_REQUEST_METHOD,
  HTTP_REQUEST_METHOD_ORIGINAL,
  HTTP_RESPONSE_STATUS_CODE,
  HTTP_ROUTE,
  NETWORK_PROTOCOL_VERSION,
  SERVER_ADDRESS,
  SERVER_PORT,
  URL_FULL,
  URL_PATH,
  URL_QUERY,
  URL_SCHEME,
  USER_AGENT_ORIGINAL,
} from '@spanloom/semconv';

export const clientAddress: typeof CLIENT_ADDRESS = 'client.address';
export const dbCollectionName: typeof DB_COLLECTION_NAME = 'db.collection.name';
export const dbNamespace: typeof DB_NAMESPACE = 'db.namespace';
export const dbOperationName: typeof DB_OPERATION_NAME = 'db.operation.name';
export const dbQuerySummary: typeof DB_QUERY_SUMMARY = 'db.query.summary';
export const dbQueryText: typeof DB_QUERY_TEXT = 'db.query.text';
export const dbResponseStatusCode: typeof DB_RESPONSE_STATUS_CODE = 'db.response.status_code';
export const errorType: typeof ERROR_TYPE = 'error.type';
export const httpRequestMethod: typeof HTTP_REQUEST_METHOD = 'http.request.method';
export const httpRequestMethodOriginal: typeof HTTP_REQUEST_METHOD_ORIGINAL = 'http.request.method_original';
export const httpResponseStatusCode: typeof HTTP_RESPONSE_STATUS_CODE = 'http.response.status_code';
export const httpRoute: typeof HTTP_ROUTE = 'http.route';
export const networkProtocolVersion: typeof NETWORK_PROTOCOL_VERSION = 'network.protocol.version';
export const serverAddress: typeof SERVER_ADDRESS = 'server.address';
export const serverPort: typeof SERVER_PORT = 'server.port';
export const urlFull: typeof URL_FULL = 'url.full';
export const urlPath: typeof URL_PATH = 'url.path';
export const urlQuery: typeof URL_QUERY = 'url.query';
export const urlScheme: typeof URL_SCHEME = 'url.scheme';
export const userAgentOriginal: typeof USER_AGENT_ORIGINAL = 'user_agent.original';
