using System.Buffers;
using Microsoft.Extensions.Logging;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// One life of a broker on its data directory, in the file <c>run</c>: a <see cref="CheckedFile"/> with the magic "RLRUNMRK", version 1, whose body is
/// big-endian (<see cref="WireWriter"/>):
/// <code>
///   i64 id of the run   i8 whether it ended by a clean stop
/// </code>
/// It is what makes the <see cref="CleanStopFile"/>s of the logs believable: those of a run count only while this file says, durably, that the
/// run ended cleanly and that none has begun since. So one file is flushed at a start, not one for each log.
/// </summary>
internal sealed class StorageRun
{
    private const string FileName = "run";
    private const int Version = 1;

    private readonly IFileSystem _fileSystem;
    private readonly string _path;

    // Whether the file could not be written at the start. One that is not there cannot end up saying that all was well.
    private bool _isUnmarked;

    private StorageRun(IFileSystem fileSystem, string path, long id, long? cleanPredecessor)
    {
        _fileSystem = fileSystem;
        _path = path;
        Id = id;
        CleanPredecessor = cleanPredecessor;
    }

    /// <summary>This run: above every one before it or, when the file was lost, drawn at random, so that no run of the past has the same.</summary>
    public long Id { get; }

    /// <summary>The run before this one, if it ended by a clean stop.</summary>
    public long? CleanPredecessor { get; }

    private static ReadOnlySpan<byte> Magic => "RLRUNMRK"u8;

    /// <summary>Notes durably that a run has begun, before it changes anything.</summary>
    public static StorageRun Begin(IFileSystem fileSystem, string directory, Random random, ILogger logger)
    {
        string path = Path.Combine(directory, FileName);
        bool isKnown = TryRead(fileSystem, path, logger, out long previous, out bool wasClean);
        long id = isKnown ? previous + 1 : random.NextInt64(1, long.MaxValue / 2);
        var run = new StorageRun(fileSystem, path, id, isKnown && wasClean ? previous : null);
        try
        {
            run.Write(isClean: false);
        }
        catch (IOException)
        {
            // A broker has to come up on a full disk, too, or nobody could delete a topic. A missing file says as much as an unclean one.
            run._isUnmarked = true;
            fileSystem.DeleteFile(path);
            fileSystem.FlushDirectory(directory);
        }

        return run;
    }

    /// <summary>Everything is closed: the next run may believe what the logs have noted.</summary>
    public void End()
    {
        if (_isUnmarked)
        {
            return;
        }

        try
        {
            Write(isClean: true);
        }
        catch (IOException)
        {
            // Whatever stands there now, the next start finds either no clean stop or a true one.
        }
    }

    // Damage says the same as an unclean stop: look at everything.
    private static bool TryRead(IFileSystem fileSystem, string path, ILogger logger, out long id, out bool isClean)
    {
        id = 0;
        isClean = false;
        try
        {
            var reader = new WireReader(CheckedFile.Read(fileSystem, path, Magic, Version, out _));
            id = reader.ReadInt64();
            isClean = reader.ReadBoolean();
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception problem) when (problem is (IOException and not NewerFormatException) or WireFormatException)
        {
            StorageEvents.IgnoredRun(logger, path, problem.Message);
            return false;
        }
    }

    private void Write(bool isClean)
    {
        var body = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(body);
        writer.WriteInt64(Id);
        writer.WriteBoolean(isClean);
        writer.Flush();
        CheckedFile.Write(_fileSystem, _path, Magic, Version, body.WrittenSpan);
    }
}
