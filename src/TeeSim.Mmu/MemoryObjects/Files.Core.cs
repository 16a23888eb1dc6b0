using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

/// <summary>The files of a target with words of one size.</summary>
internal sealed partial class Files<TWord> : Files where TWord : unmanaged, IWord<TWord>
{
    private const string FileC = "core/mm/file.c";

    private readonly FileEnvironment _env;
    private readonly TailQueue<TWord> _list;

    public Files(FileEnvironment environment)
    {
        _env = environment;
        TeeFile<TWord> file = default;
        _list = new TailQueue<TWord>(environment.Memory, environment.List, FieldOffset.Of(ref file, ref file.Link));
        _list.Init();
    }

    public override IEnumerable<ulong> All
    {
        get
        {
            ulong left = _env.Heap.Stats.Size / SizeOf<TeeFile<TWord>>();
            for (ulong file = _list.First; file != 0; file = _list.Next(file))
            {
                if (left-- == 0) Hang("the list of files runs in a circle", file);
                yield return file;
            }
        }
    }

    public override ulong FileGetByTag(ReadOnlySpan<byte> tag)
    {
        if (tag.Length > FileTag.Length) return 0;
        foreach (ulong file in All)
        {
            if (File(file).Refc == 0 || !TagOf(file).SequenceEqual(tag)) continue;
            Change(file).Refc++;
            return file;
        }

        return NewFile(tag);
    }

    public override ulong FileGet(ulong file)
    {
        if (file == 0) return 0;
        if (File(file).Refc == 0)
            throw new CorePanicException(CorePanicKind.Panic, "file without references", new SourceSite(FileC, 0, "file_get"), file);
        Change(file).Refc++;
        return file;
    }

    public override void FilePut(ulong file)
    {
        if (file == 0) return;
        if (File(file).Refc == 0)
            throw new CorePanicException(CorePanicKind.Assertion, "refc > 0", new SourceSite(FileC, 0, "file_put"), file);
        if (--Change(file).Refc != 0) return;
        _list.Remove(file);
        while (File(file).Slices.Value is var slice and not 0)
        {
            Change(file).Slices = Slice(slice).Link;
            _env.Fobjs.FobjPut(Slice(slice).Fobj.Value);
            _env.Heap.Free(slice);
        }

        _env.Heap.Free(file);
    }

    public override uint Refc(ulong file) => File(file).Refc;

    private ulong NewFile(ReadOnlySpan<byte> tag)
    {
        ulong file = _env.Heap.Calloc(1, SizeOf<TeeFile<TWord>>(), _env.FileSite);
        if (file == 0) return 0;
        ref TeeFile<TWord> f = ref Change(file);
        tag.CopyTo(f.Tag);
        f.Taglen = (uint)tag.Length;
        f.Refc = 1;
        _list.InsertHead(file);
        return file;
    }

    // A damaged length is cut: memory behind the tag is no part of it.
    private ReadOnlySpan<byte> TagOf(ulong file) => _env.Memory.ReadBytes(file, Math.Min(File(file).Taglen, FileTag.Length));

    private ref readonly TeeFile<TWord> File(ulong file) => ref _env.Memory.Read<TeeFile<TWord>>(file);

    private ref TeeFile<TWord> Change(ulong file) => ref _env.Memory.Write<TeeFile<TWord>>(file);

    private ref readonly FileSliceElem<TWord> Slice(ulong slice) => ref _env.Memory.Read<FileSliceElem<TWord>>(slice);

    private static uint SizeOf<T>() where T : unmanaged => (uint)Unsafe.SizeOf<T>();

    private static void Hang(string what, ulong address) =>
        throw new CorePanicException(CorePanicKind.Hang, what, new SourceSite(FileC, 0, "file"), address);
}
