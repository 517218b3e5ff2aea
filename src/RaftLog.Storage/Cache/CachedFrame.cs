using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>A frame in the tail cache and where its bytes are.</summary>
internal readonly record struct CachedFrame(FrameInfo Info, PooledBuffer Buffer, int Start);
