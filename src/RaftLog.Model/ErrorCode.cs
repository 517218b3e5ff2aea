namespace RaftLog.Model;

/// <summary>
/// The error codes of the Kafka protocol, with Kafka's numbers and names. They are the one vocabulary for expected failures between broker
/// and clients; <see cref="ErrorCodes"/> says which of them a client may try again.
/// </summary>
public enum ErrorCode : short
{
    /// <summary>Kafka's <c>UNKNOWN_SERVER_ERROR</c>.</summary>
    UnknownServerError = -1,

    /// <summary>No error.</summary>
    None = 0,

    /// <summary>Kafka's <c>OFFSET_OUT_OF_RANGE</c>.</summary>
    OffsetOutOfRange = 1,

    /// <summary>Kafka's <c>CORRUPT_MESSAGE</c>; retriable.</summary>
    CorruptMessage = 2,

    /// <summary>Kafka's <c>UNKNOWN_TOPIC_OR_PARTITION</c>; retriable after a metadata refresh.</summary>
    UnknownTopicOrPartition = 3,

    /// <summary>Kafka's <c>INVALID_FETCH_SIZE</c>.</summary>
    InvalidFetchSize = 4,

    /// <summary>Kafka's <c>LEADER_NOT_AVAILABLE</c>; retriable after a metadata refresh.</summary>
    LeaderNotAvailable = 5,

    /// <summary>Kafka's <c>NOT_LEADER_OR_FOLLOWER</c>; retriable after a metadata refresh.</summary>
    NotLeaderOrFollower = 6,

    /// <summary>Kafka's <c>REQUEST_TIMED_OUT</c>; retriable.</summary>
    RequestTimedOut = 7,

    /// <summary>Kafka's <c>BROKER_NOT_AVAILABLE</c>.</summary>
    BrokerNotAvailable = 8,

    /// <summary>Kafka's <c>REPLICA_NOT_AVAILABLE</c>; retriable after a metadata refresh.</summary>
    ReplicaNotAvailable = 9,

    /// <summary>Kafka's <c>MESSAGE_TOO_LARGE</c>.</summary>
    MessageTooLarge = 10,

    /// <summary>Kafka's <c>STALE_CONTROLLER_EPOCH</c>.</summary>
    StaleControllerEpoch = 11,

    /// <summary>Kafka's <c>OFFSET_METADATA_TOO_LARGE</c>.</summary>
    OffsetMetadataTooLarge = 12,

    /// <summary>Kafka's <c>NETWORK_EXCEPTION</c>; retriable after a metadata refresh.</summary>
    NetworkException = 13,

    /// <summary>Kafka's <c>COORDINATOR_LOAD_IN_PROGRESS</c>; retriable.</summary>
    CoordinatorLoadInProgress = 14,

    /// <summary>Kafka's <c>COORDINATOR_NOT_AVAILABLE</c>; retriable.</summary>
    CoordinatorNotAvailable = 15,

    /// <summary>Kafka's <c>NOT_COORDINATOR</c>; retriable.</summary>
    NotCoordinator = 16,

    /// <summary>Kafka's <c>INVALID_TOPIC_EXCEPTION</c>.</summary>
    InvalidTopicException = 17,

    /// <summary>Kafka's <c>RECORD_LIST_TOO_LARGE</c>.</summary>
    RecordListTooLarge = 18,

    /// <summary>Kafka's <c>NOT_ENOUGH_REPLICAS</c>; retriable.</summary>
    NotEnoughReplicas = 19,

    /// <summary>Kafka's <c>NOT_ENOUGH_REPLICAS_AFTER_APPEND</c>; retriable.</summary>
    NotEnoughReplicasAfterAppend = 20,

    /// <summary>Kafka's <c>INVALID_REQUIRED_ACKS</c>.</summary>
    InvalidRequiredAcks = 21,

    /// <summary>Kafka's <c>ILLEGAL_GENERATION</c>.</summary>
    IllegalGeneration = 22,

    /// <summary>Kafka's <c>INCONSISTENT_GROUP_PROTOCOL</c>.</summary>
    InconsistentGroupProtocol = 23,

    /// <summary>Kafka's <c>INVALID_GROUP_ID</c>.</summary>
    InvalidGroupId = 24,

    /// <summary>Kafka's <c>UNKNOWN_MEMBER_ID</c>.</summary>
    UnknownMemberId = 25,

    /// <summary>Kafka's <c>INVALID_SESSION_TIMEOUT</c>.</summary>
    InvalidSessionTimeout = 26,

    /// <summary>Kafka's <c>REBALANCE_IN_PROGRESS</c>.</summary>
    RebalanceInProgress = 27,

    /// <summary>Kafka's <c>INVALID_COMMIT_OFFSET_SIZE</c>.</summary>
    InvalidCommitOffsetSize = 28,

    /// <summary>Kafka's <c>TOPIC_AUTHORIZATION_FAILED</c>.</summary>
    TopicAuthorizationFailed = 29,

    /// <summary>Kafka's <c>GROUP_AUTHORIZATION_FAILED</c>.</summary>
    GroupAuthorizationFailed = 30,

    /// <summary>Kafka's <c>CLUSTER_AUTHORIZATION_FAILED</c>.</summary>
    ClusterAuthorizationFailed = 31,

    /// <summary>Kafka's <c>INVALID_TIMESTAMP</c>.</summary>
    InvalidTimestamp = 32,

    /// <summary>Kafka's <c>UNSUPPORTED_SASL_MECHANISM</c>.</summary>
    UnsupportedSaslMechanism = 33,

    /// <summary>Kafka's <c>ILLEGAL_SASL_STATE</c>.</summary>
    IllegalSaslState = 34,

    /// <summary>Kafka's <c>UNSUPPORTED_VERSION</c>.</summary>
    UnsupportedVersion = 35,

    /// <summary>Kafka's <c>TOPIC_ALREADY_EXISTS</c>.</summary>
    TopicAlreadyExists = 36,

    /// <summary>Kafka's <c>INVALID_PARTITIONS</c>.</summary>
    InvalidPartitions = 37,

    /// <summary>Kafka's <c>INVALID_REPLICATION_FACTOR</c>.</summary>
    InvalidReplicationFactor = 38,

    /// <summary>Kafka's <c>INVALID_REPLICA_ASSIGNMENT</c>.</summary>
    InvalidReplicaAssignment = 39,

    /// <summary>Kafka's <c>INVALID_CONFIG</c>.</summary>
    InvalidConfig = 40,

    /// <summary>Kafka's <c>NOT_CONTROLLER</c>; retriable.</summary>
    NotController = 41,

    /// <summary>Kafka's <c>INVALID_REQUEST</c>.</summary>
    InvalidRequest = 42,

    /// <summary>Kafka's <c>UNSUPPORTED_FOR_MESSAGE_FORMAT</c>.</summary>
    UnsupportedForMessageFormat = 43,

    /// <summary>Kafka's <c>POLICY_VIOLATION</c>.</summary>
    PolicyViolation = 44,

    /// <summary>Kafka's <c>OUT_OF_ORDER_SEQUENCE_NUMBER</c>.</summary>
    OutOfOrderSequenceNumber = 45,

    /// <summary>Kafka's <c>DUPLICATE_SEQUENCE_NUMBER</c>.</summary>
    DuplicateSequenceNumber = 46,

    /// <summary>Kafka's <c>INVALID_PRODUCER_EPOCH</c>.</summary>
    InvalidProducerEpoch = 47,

    /// <summary>Kafka's <c>INVALID_TXN_STATE</c>.</summary>
    InvalidTxnState = 48,

    /// <summary>Kafka's <c>INVALID_PRODUCER_ID_MAPPING</c>.</summary>
    InvalidProducerIdMapping = 49,

    /// <summary>Kafka's <c>INVALID_TRANSACTION_TIMEOUT</c>.</summary>
    InvalidTransactionTimeout = 50,

    /// <summary>Kafka's <c>CONCURRENT_TRANSACTIONS</c>; retriable.</summary>
    ConcurrentTransactions = 51,

    /// <summary>Kafka's <c>TRANSACTION_COORDINATOR_FENCED</c>.</summary>
    TransactionCoordinatorFenced = 52,

    /// <summary>Kafka's <c>TRANSACTIONAL_ID_AUTHORIZATION_FAILED</c>.</summary>
    TransactionalIdAuthorizationFailed = 53,

    /// <summary>Kafka's <c>SECURITY_DISABLED</c>.</summary>
    SecurityDisabled = 54,

    /// <summary>Kafka's <c>OPERATION_NOT_ATTEMPTED</c>.</summary>
    OperationNotAttempted = 55,

    /// <summary>Kafka's <c>KAFKA_STORAGE_ERROR</c>; retriable after a metadata refresh.</summary>
    KafkaStorageError = 56,

    /// <summary>Kafka's <c>LOG_DIR_NOT_FOUND</c>.</summary>
    LogDirNotFound = 57,

    /// <summary>Kafka's <c>SASL_AUTHENTICATION_FAILED</c>.</summary>
    SaslAuthenticationFailed = 58,

    /// <summary>Kafka's <c>UNKNOWN_PRODUCER_ID</c>.</summary>
    UnknownProducerId = 59,

    /// <summary>Kafka's <c>REASSIGNMENT_IN_PROGRESS</c>.</summary>
    ReassignmentInProgress = 60,

    /// <summary>Kafka's <c>DELEGATION_TOKEN_AUTH_DISABLED</c>.</summary>
    DelegationTokenAuthDisabled = 61,

    /// <summary>Kafka's <c>DELEGATION_TOKEN_NOT_FOUND</c>.</summary>
    DelegationTokenNotFound = 62,

    /// <summary>Kafka's <c>DELEGATION_TOKEN_OWNER_MISMATCH</c>.</summary>
    DelegationTokenOwnerMismatch = 63,

    /// <summary>Kafka's <c>DELEGATION_TOKEN_REQUEST_NOT_ALLOWED</c>.</summary>
    DelegationTokenRequestNotAllowed = 64,

    /// <summary>Kafka's <c>DELEGATION_TOKEN_AUTHORIZATION_FAILED</c>.</summary>
    DelegationTokenAuthorizationFailed = 65,

    /// <summary>Kafka's <c>DELEGATION_TOKEN_EXPIRED</c>.</summary>
    DelegationTokenExpired = 66,

    /// <summary>Kafka's <c>INVALID_PRINCIPAL_TYPE</c>.</summary>
    InvalidPrincipalType = 67,

    /// <summary>Kafka's <c>NON_EMPTY_GROUP</c>.</summary>
    NonEmptyGroup = 68,

    /// <summary>Kafka's <c>GROUP_ID_NOT_FOUND</c>.</summary>
    GroupIdNotFound = 69,

    /// <summary>Kafka's <c>FETCH_SESSION_ID_NOT_FOUND</c>; retriable.</summary>
    FetchSessionIdNotFound = 70,

    /// <summary>Kafka's <c>INVALID_FETCH_SESSION_EPOCH</c>; retriable.</summary>
    InvalidFetchSessionEpoch = 71,

    /// <summary>Kafka's <c>LISTENER_NOT_FOUND</c>; retriable after a metadata refresh.</summary>
    ListenerNotFound = 72,

    /// <summary>Kafka's <c>TOPIC_DELETION_DISABLED</c>.</summary>
    TopicDeletionDisabled = 73,

    /// <summary>Kafka's <c>FENCED_LEADER_EPOCH</c>; retriable after a metadata refresh.</summary>
    FencedLeaderEpoch = 74,

    /// <summary>Kafka's <c>UNKNOWN_LEADER_EPOCH</c>; retriable.</summary>
    UnknownLeaderEpoch = 75,

    /// <summary>Kafka's <c>UNSUPPORTED_COMPRESSION_TYPE</c>.</summary>
    UnsupportedCompressionType = 76,

    /// <summary>Kafka's <c>STALE_BROKER_EPOCH</c>.</summary>
    StaleBrokerEpoch = 77,

    /// <summary>Kafka's <c>OFFSET_NOT_AVAILABLE</c>; retriable.</summary>
    OffsetNotAvailable = 78,

    /// <summary>Kafka's <c>MEMBER_ID_REQUIRED</c>.</summary>
    MemberIdRequired = 79,

    /// <summary>Kafka's <c>PREFERRED_LEADER_NOT_AVAILABLE</c>; retriable after a metadata refresh.</summary>
    PreferredLeaderNotAvailable = 80,

    /// <summary>Kafka's <c>GROUP_MAX_SIZE_REACHED</c>.</summary>
    GroupMaxSizeReached = 81,

    /// <summary>Kafka's <c>FENCED_INSTANCE_ID</c>.</summary>
    FencedInstanceId = 82,

    /// <summary>Kafka's <c>ELIGIBLE_LEADERS_NOT_AVAILABLE</c>; retriable after a metadata refresh.</summary>
    EligibleLeadersNotAvailable = 83,

    /// <summary>Kafka's <c>ELECTION_NOT_NEEDED</c>; retriable after a metadata refresh.</summary>
    ElectionNotNeeded = 84,

    /// <summary>Kafka's <c>NO_REASSIGNMENT_IN_PROGRESS</c>.</summary>
    NoReassignmentInProgress = 85,

    /// <summary>Kafka's <c>GROUP_SUBSCRIBED_TO_TOPIC</c>.</summary>
    GroupSubscribedToTopic = 86,

    /// <summary>Kafka's <c>INVALID_RECORD</c>.</summary>
    InvalidRecord = 87,

    /// <summary>Kafka's <c>UNSTABLE_OFFSET_COMMIT</c>; retriable.</summary>
    UnstableOffsetCommit = 88,

    /// <summary>Kafka's <c>THROTTLING_QUOTA_EXCEEDED</c>; retriable.</summary>
    ThrottlingQuotaExceeded = 89,

    /// <summary>Kafka's <c>PRODUCER_FENCED</c>.</summary>
    ProducerFenced = 90,

    /// <summary>Kafka's <c>RESOURCE_NOT_FOUND</c>.</summary>
    ResourceNotFound = 91,

    /// <summary>Kafka's <c>DUPLICATE_RESOURCE</c>.</summary>
    DuplicateResource = 92,

    /// <summary>Kafka's <c>UNACCEPTABLE_CREDENTIAL</c>.</summary>
    UnacceptableCredential = 93,

    /// <summary>Kafka's <c>INCONSISTENT_VOTER_SET</c>.</summary>
    InconsistentVoterSet = 94,

    /// <summary>Kafka's <c>INVALID_UPDATE_VERSION</c>.</summary>
    InvalidUpdateVersion = 95,

    /// <summary>Kafka's <c>FEATURE_UPDATE_FAILED</c>.</summary>
    FeatureUpdateFailed = 96,

    /// <summary>Kafka's <c>PRINCIPAL_DESERIALIZATION_FAILURE</c>.</summary>
    PrincipalDeserializationFailure = 97,

    /// <summary>Kafka's <c>SNAPSHOT_NOT_FOUND</c>.</summary>
    SnapshotNotFound = 98,

    /// <summary>Kafka's <c>POSITION_OUT_OF_RANGE</c>.</summary>
    PositionOutOfRange = 99,

    /// <summary>Kafka's <c>UNKNOWN_TOPIC_ID</c>; retriable after a metadata refresh.</summary>
    UnknownTopicId = 100,

    /// <summary>Kafka's <c>DUPLICATE_BROKER_REGISTRATION</c>.</summary>
    DuplicateBrokerRegistration = 101,

    /// <summary>Kafka's <c>BROKER_ID_NOT_REGISTERED</c>.</summary>
    BrokerIdNotRegistered = 102,

    /// <summary>Kafka's <c>INCONSISTENT_TOPIC_ID</c>; retriable after a metadata refresh.</summary>
    InconsistentTopicId = 103,

    /// <summary>Kafka's <c>INCONSISTENT_CLUSTER_ID</c>.</summary>
    InconsistentClusterId = 104,

    /// <summary>Kafka's <c>TRANSACTIONAL_ID_NOT_FOUND</c>.</summary>
    TransactionalIdNotFound = 105,

    /// <summary>Kafka's <c>FETCH_SESSION_TOPIC_ID_ERROR</c>; retriable.</summary>
    FetchSessionTopicIdError = 106,

    /// <summary>Kafka's <c>INELIGIBLE_REPLICA</c>.</summary>
    IneligibleReplica = 107,

    /// <summary>Kafka's <c>NEW_LEADER_ELECTED</c>.</summary>
    NewLeaderElected = 108,

    /// <summary>Kafka's <c>OFFSET_MOVED_TO_TIERED_STORAGE</c>.</summary>
    OffsetMovedToTieredStorage = 109,

    /// <summary>Kafka's <c>FENCED_MEMBER_EPOCH</c>.</summary>
    FencedMemberEpoch = 110,

    /// <summary>Kafka's <c>UNRELEASED_INSTANCE_ID</c>.</summary>
    UnreleasedInstanceId = 111,

    /// <summary>Kafka's <c>UNSUPPORTED_ASSIGNOR</c>.</summary>
    UnsupportedAssignor = 112,

    /// <summary>Kafka's <c>STALE_MEMBER_EPOCH</c>.</summary>
    StaleMemberEpoch = 113,

    /// <summary>Kafka's <c>MISMATCHED_ENDPOINT_TYPE</c>.</summary>
    MismatchedEndpointType = 114,

    /// <summary>Kafka's <c>UNSUPPORTED_ENDPOINT_TYPE</c>.</summary>
    UnsupportedEndpointType = 115,

    /// <summary>Kafka's <c>UNKNOWN_CONTROLLER_ID</c>.</summary>
    UnknownControllerId = 116,

    /// <summary>Kafka's <c>UNKNOWN_SUBSCRIPTION_ID</c>.</summary>
    UnknownSubscriptionId = 117,

    /// <summary>Kafka's <c>TELEMETRY_TOO_LARGE</c>.</summary>
    TelemetryTooLarge = 118,

    /// <summary>Kafka's <c>INVALID_REGISTRATION</c>.</summary>
    InvalidRegistration = 119,

    /// <summary>Kafka's <c>TRANSACTION_ABORTABLE</c>.</summary>
    TransactionAbortable = 120,

    /// <summary>Kafka's <c>INVALID_RECORD_STATE</c>.</summary>
    InvalidRecordState = 121,

    /// <summary>Kafka's <c>SHARE_SESSION_NOT_FOUND</c>; retriable.</summary>
    ShareSessionNotFound = 122,

    /// <summary>Kafka's <c>INVALID_SHARE_SESSION_EPOCH</c>; retriable.</summary>
    InvalidShareSessionEpoch = 123,

    /// <summary>Kafka's <c>FENCED_STATE_EPOCH</c>.</summary>
    FencedStateEpoch = 124,

    /// <summary>Kafka's <c>INVALID_VOTER_KEY</c>.</summary>
    InvalidVoterKey = 125,

    /// <summary>Kafka's <c>DUPLICATE_VOTER</c>.</summary>
    DuplicateVoter = 126,

    /// <summary>Kafka's <c>VOTER_NOT_FOUND</c>.</summary>
    VoterNotFound = 127,

    /// <summary>Kafka's <c>INVALID_REGULAR_EXPRESSION</c>.</summary>
    InvalidRegularExpression = 128,

    /// <summary>Kafka's <c>REBOOTSTRAP_REQUIRED</c>.</summary>
    RebootstrapRequired = 129,

    /// <summary>Kafka's <c>STREAMS_INVALID_TOPOLOGY</c>.</summary>
    StreamsInvalidTopology = 130,

    /// <summary>Kafka's <c>STREAMS_INVALID_TOPOLOGY_EPOCH</c>.</summary>
    StreamsInvalidTopologyEpoch = 131,

    /// <summary>Kafka's <c>STREAMS_TOPOLOGY_FENCED</c>.</summary>
    StreamsTopologyFenced = 132,

    /// <summary>Kafka's <c>SHARE_SESSION_LIMIT_REACHED</c>; retriable.</summary>
    ShareSessionLimitReached = 133,
}
