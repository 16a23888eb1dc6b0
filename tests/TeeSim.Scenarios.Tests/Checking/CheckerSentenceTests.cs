namespace TeeSim.Scenarios.Tests.Checking;

public class CheckerSentenceTests
{
    /// <summary>Six lines; what a test adds starts in line 7.</summary>
    private const string Head = """
        target amlogic-3.9-arm32
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session
        player s = open_session(drm)
        input t = open_session(tvp)
        input ch = open_channel(t, 0x5a300000 + 1M, bind: drm)

        """;

    [Fact]
    public void A_right_script_has_no_diagnostics() => Examples.Errors(Examples.ChannelSwitch).ShouldBe("");

    [Fact]
    public void The_head_of_these_tests_is_right() => Examples.Errors(Head).ShouldBe("");

    [Fact]
    public void A_script_without_a_target_is_told_how_to_name_one() =>
        Examples.Errors("heap 4K").ShouldBe("x.tee: the script names no target; add a line such as 'target amlogic-3.9-arm32'");

    [Theory]
    [InlineData("target optee-3.1-arm32", "1:8: found 'optee-3.1-arm32' where a target is expected; did you mean 'optee-3.10-arm32'?")]
    [InlineData("target linux", "1:8: found 'linux' where a target is expected; there are optee-3.10-arm32 and amlogic-3.9-arm32")]
    [InlineData("target optee-3.10-arm32\ndriver shiped", "2:8: found 'shiped' where a driver is expected; did you mean 'shipped'?")]
    [InlineData("target optee-3.10-arm32\ndriver SHIPPED", "2:8: found 'SHIPPED' where a driver is expected; did you mean 'shipped'?")]
    [InlineData("target optee-3.10-arm32\ntarget optee-3.10-arm32", "2:1: found a second 'target'; line 1 has set it already")]
    [InlineData("target optee-3.10-arm32\nheap 1K\nheap 2K", "3:1: found a second 'heap'; line 2 has set it already")]
    [InlineData("target optee-3.10-arm32\nvdec 0+1\nvdec 0+1", "3:1: found a second 'vdec'; line 2 has set it already")]
    [InlineData("target optee-3.10-arm32\nthreads 1\nthreads 1", "3:1: found a second 'threads'; line 2 has set it already")]
    [InlineData("target optee-3.10-arm32\nmaps_per_channel 1\nmaps_per_channel 1",
        "3:1: found a second 'maps_per_channel'; line 2 has set it already")]
    [InlineData("target optee-3.10-arm32\ndriver shipped\ndriver shipped", "3:1: found a second 'driver'; line 2 has set it already")]
    [InlineData("target optee-3.10-arm32\nta_ram 0+1\nta_ram 0+1", "3:1: found a second 'ta_ram'; line 2 has set it already")]
    [InlineData("target optee-3.10-arm32\nshm_vaspace 0+1\nshm_vaspace 0+1",
        "3:1: found a second 'shm_vaspace'; line 2 has set it already")]
    [InlineData("target optee-3.10-arm32\nvcore 0+1\nvcore 0+1", "3:1: found a second 'vcore'; line 2 has set it already")]
    [InlineData("target optee-3.10-arm32\nqa mdbg_check()\nta_ram 0+1",
        "3:1: found 'ta_ram' behind the first call, repeat or expectation in line 2; move it above that line")]
    [InlineData("target optee-3.10-arm32\nqa mdbg_check()\nheap 1K",
        "3:1: found 'heap' behind the first call, repeat or expectation in line 2; move it above that line")]
    [InlineData("target optee-3.10-arm32\nrepeat 2 {\ndriver shipped\n}",
        "3:1: found 'driver' behind the first call, repeat or expectation in line 2; move it above that line")]
    [InlineData("target optee-3.10-arm32\nthread 10", "2:1: unknown statement 'thread'; did you mean 'threads'?")]
    [InlineData("target optee-3.10-arm32\nheaps 4K", "2:1: unknown statement 'heaps'; did you mean 'heap'?")]
    [InlineData("target optee-3.10-arm32\nmaps_per_chanel 1",
        "2:1: unknown setting of the driver 'maps_per_chanel'; did you mean 'maps_per_channel'?")]
    [InlineData("target optee-3.10-arm32\nplayer 5", "2:1: unknown setting of the driver 'player'; the only one is maps_per_channel")]
    public void Settings(string script, string sentence) => Examples.Errors(script).ShouldBe($"x.tee:{sentence}");

    [Theory]
    [InlineData("player.a s = open_session(drm)", "7:1: found 'player.a', but line 4 has 'player'; "
        + "a process has threads or has none, so give each of its calls one, such as 'player.main'")]
    [InlineData("p.a invoke(s)\np invoke(s)",
        "8:1: found 'p', but line 7 has 'p.a'; a process has threads or has none, so give each of its calls one, such as 'p.main'")]
    [InlineData("p.a die()\np.b invoke(s)",
        "8:1: found a call of 'p.b', which has died with its process in line 7; give calls behind that to another process")]
    [InlineData("p.a die()\np.a die()",
        "8:1: found a call of 'p.a', which has died with its process in line 7; give calls behind that to another process")]
    [InlineData("repeat 2 {\np.a die()\n}",
        "8:5: found the death of 'p.a' in a repeat; a process with threads dies once, so move it behind the repeat")]
    [InlineData("q r = open_session(drm) {\np.a die()\n}",
        "8:5: found the death of 'p.a' inside of a call; a process with threads dies between calls, so move it behind the block")]
    [InlineData("p.a wait(p.b)", "7:10: unknown process 'p.b'; there are player and input")]
    [InlineData("p.a invoke(s)\nplayer wait(p.b)", "8:13: unknown process 'p.b'; did you mean 'p.a'?")]
    [InlineData("p.a invoke(p.s)", "7:12: unknown session 'p.s'; there are s and t")]
    public void Threads(string lines, string sentence) => Examples.Errors($"{Head}{lines}").ShouldBe($"x.tee:{sentence}");

    [Theory]
    [InlineData("p.a invoke(s)\np.b invoke(s)\np.a wait(p.b)\nplayer wait(p.a)\np.b die()")]
    [InlineData("p.a lock(l)\np.b die()\ninput lock(l)\ninput unlock(l)")]
    public void Threads_of_a_process_work_side_by_side_and_die_together(string lines) => Examples.Errors($"{Head}{lines}").ShouldBe("");

    [Theory]
    [InlineData("ta drm 00000000-0000-0000-0000-000000000001", "4: found a second 'drm'; line 2 has given that name already")]
    [InlineData("ta d2 acbe4b66-6e40-46dc-a2fe-a576922cf170", "4: found the UUID of 'drm' again; each TA needs one of its own")]
    [InlineData("ta x 00000000-0000-0000-0000-000000000001 multi_sesion",
        "43: found 'multi_sesion' where a flag is expected; did you mean 'multi_session'?")]
    [InlineData("ta x 00000000-0000-0000-0000-000000000001 fast", "43: found 'fast' where a flag is expected; there are single_instance, "
        + "multi_session, instance_keep_alive, secure_data_path and cache_maintenance")]
    [InlineData("ta x 00000000-0000-0000-0000-000000000001 multi_session multi_session", "57: found 'multi_session' twice; once is enough")]
    public void Tas(string line, string sentence) => Examples.Errors($"{HeadWithoutCalls()}{line}").ShouldBe($"x.tee:4:{sentence}");

    [Theory]
    [InlineData("heap 4K", "heap 8K", "7:1: found a second 'heap'; line 5 has set it already")]
    [InlineData("stack 4K", "stack 8K used 1", "7:1: found a second 'stack'; line 5 has set it already")]
    [InlineData("aslr 4", "aslr 4", "7:1: found a second 'aslr'; line 5 has set it already")]
    [InlineData("binary 4K", "binary 8K", "7:1: found a second 'binary'; line 5 has set it already")]
    [InlineData("region va 1 pa 2 size 3 flags rw-RW-", "segment at 0 size 4K flags r-x",
        "7:1: found 'segment' in a TA that line 5 lists region by region; "
        + "describe what it loads or list its regions, not both")]
    [InlineData("heap 4K", "region va 1 pa 2 size 3 flags rw-RW-", "5:1: found 'heap' in a TA that line 7 lists region by region; "
        + "describe what it loads or list its regions, not both")]
    public void Lines_of_a_ta(string first, string second, string sentence) =>
        Examples.Errors($"{HeadWithoutCalls()}ta x 00000000-0000-0000-0000-000000000001 {{\n{first}\n# then\n{second}\n}}")
            .ShouldBe($"x.tee:{sentence}");

    [Fact]
    public void A_ta_can_have_many_segments_and_one_of_each_other_line() => Examples.Errors(
        $"{HeadWithoutCalls()}heap 64K\nta x 00000000-0000-0000-0000-000000000001 {{\nsegment at 0 size 4K flags r-x\n"
        + "segment at 4K size 4K flags rw-\n"
        + "heap 4K\nstack 4K\naslr 1\nbinary 8K\n}").ShouldBe("");

    [Fact]
    public void A_ta_stands_above_the_calls() => ShouldSay("ta x 00000000-0000-0000-0000-000000000001",
        "1: found 'ta' behind the first call, repeat or expectation in line 4; move it above that line");

    [Theory]
    [InlineData("p opne_session(drm)", "3: unknown call 'opne_session'; did you mean 'open_session'?")]
    [InlineData("p reboot()", "3: unknown call 'reboot'; there are open_session, close_session, invoke, ta_open_session, ta_close_session, "
        + "register_shm, release_shm, hold, drop, die, map_zi, remap, unmap_zi, open_channel, bind_channel, map, unmap, close_channel, "
        + "mdbg_check, print_mappings, ta_status, "
        + "alloc_stats, sleep, wait, lock and unlock")]
    [InlineData("p close_channel(hc)", "17: unknown channel 'hc'; did you mean 'ch'?")]
    [InlineData("p close_channel(kanal)", "17: unknown channel 'kanal'; the only one is ch")]
    [InlineData("p close_session(session1)", "17: unknown session 'session1'; there are s and t")]
    [InlineData("p open_session(dmr)", "16: unknown TA 'dmr'; did you mean 'drm'?")]
    [InlineData("p open_session(DRM)", "16: unknown TA 'DRM'; did you mean 'drm'?")]
    [InlineData("p close_session(drm)", "17: found the TA 'drm' where close_session takes a session")]
    [InlineData("p open_session(s)", "16: found the session 's' where open_session takes a TA")]
    [InlineData("p close_channel(5)", "17: found '5' where close_channel takes a channel")]
    [InlineData("p map(s, s, 0x1000)", "10: found the session 's' where map takes a number as its 'pa'")]
    [InlineData("p map(s, x, 0x1000)", "10: found 'x' where map takes a number as its 'pa'")]
    [InlineData("p map(s, 0x1000 + 1K, 0x1000)", "10: found '0x1000 + 1K' where map takes a number as its 'pa'")]
    [InlineData("p map(s, 4s, 0x1000)", "10: found '4s' where map takes a number as its 'pa'")]
    [InlineData("p sleep(4)", "9: found '4' where sleep takes a time, such as 4s")]
    [InlineData("p open_channel(t, 0x5a000000)",
        "19: found '0x5a000000' where open_channel takes a range as its 'input', such as 0x5a000000 + 1M")]
    [InlineData("p open_channel(t, 0 + 1M, bind: t)", "33: found the session 't' where open_channel takes a TA as its 'bind'")]
    [InlineData("p mdbg_check(2)", "14: found '2' where mdbg_check takes a number up to 1 as its 'flag'")]
    [InlineData("p open_session()",
        "3: open_session is missing its 'ta', a TA; write open_session(ta, [shm: shared buffer…], [sdp: range…], [user: number], "
        + "[returns: result], [panics: number], [fail_alloc: number], [retry: number]) → session")]
    [InlineData("p map(s, 0x1000)", "3: map is missing its 'size', a number; write map(session, pa: number, size: number, "
        + "[panics: number], [fail_alloc: number], [retry: number]) → address")]
    [InlineData("p open_channel(t)", "3: open_channel is missing its 'input', a range; "
        + "write open_channel(session, input: range, [output: range…], [bind: TA], [cfg: number], [panics: number], "
        + "[fail_alloc: number], [retry: number]) → channel")]
    [InlineData("p close_channel(ch, ch)", "21: found 'ch' where close_channel takes only arguments with a label; "
        + "write close_channel(channel, [panics: number], [fail_alloc: number], [retry: number])")]
    [InlineData("p print_mappings(drm, tvp)", "23: found 'tvp' where print_mappings takes no more than one argument")]
    [InlineData("p close_session(s, s)", "20: found 's' where close_session takes only arguments with a label; "
        + "write close_session(session, [user: number], [panics: number], [fail_alloc: number], [retry: number])")]
    [InlineData("p map(s, 1, 2, 3)", "16: found '3' where map takes only arguments with a label; "
        + "write map(session, pa: number, size: number, [panics: number], [fail_alloc: number], [retry: number]) → address")]
    [InlineData("p open_channel(t, 0 + 1M, drm)", "27: found 'drm' where open_channel takes only arguments with a label; "
        + "write open_channel(session, input: range, [output: range…], [bind: TA], [cfg: number], [panics: number], "
        + "[fail_alloc: number], [retry: number]) → channel")]
    [InlineData("p map(s, 1, sise: 2)", "13: found 'sise' where an argument of map is expected; did you mean 'size'?")]
    [InlineData("p map(s, 1, colour: 2)",
        "13: found 'colour' where an argument of map is expected; there are session, pa, size, panics, fail_alloc and retry")]
    [InlineData("p map(s, pa: 1, 2)", "17: found '2' behind an argument with a label; give it a label as well")]
    [InlineData("p map(s, 1, pa: 2)", "13: map is given its 'pa' twice")]
    [InlineData("p open_channel(t, 0 + 1M, output: 0+1, output: 0+1, output: 0+1, output: 0+1, output: 0+1)",
        "79: open_channel is given more than 4 of 'output'")]
    public void Calls(string line, string sentence) => ShouldSay(line, sentence);

    [Theory]
    [InlineData("p wait(inptu)", "8: unknown process 'inptu'; did you mean 'input'?")]
    [InlineData("p wait(Player)", "8: unknown process 'Player'; did you mean 'player'?")]
    [InlineData("p wait(drm)", "8: unknown process 'drm'; there are player and input")]
    [InlineData("player wait(someone)", "13: unknown process 'someone'; the only one is input")]
    [InlineData("input wait(input)", "12: found 'input' where wait takes another process than the one that waits")]
    [InlineData("p wait(p)", "8: found 'p' where wait takes another process than the one that waits")]
    [InlineData("p wait(q)\nq close_channel(ch)", "8: found 'q' before its first call in line 8; one can wait only for calls above")]
    [InlineData("repeat 2 {\np wait(q)\nq mdbg_check()\n}",
        "8: found 'q' before its first call in line 9; one can wait only for calls above", 8)]
    [InlineData("p wait(5)", "8: found '5' where wait takes a process")]
    [InlineData("p wait(4s)", "8: found '4s' where wait takes a process")]
    [InlineData("p wait()", "3: wait is missing its 'process', a process; write wait(process)")]
    [InlineData("p wait(input, player)", "15: found 'player' where wait takes no more than one argument")]
    [InlineData("p x = wait(input)", "3: found a name for the result of wait, which gives none; remove 'x ='")]
    public void Waits(string lines, string sentence, int line = 7) => ShouldSay(lines, sentence, line);

    [Theory]
    [InlineData("p wait(input)\np wait(player)\nplayer wait(p)")]
    [InlineData("repeat 2 {\nq mdbg_check()\np wait(q)\n}\nplayer wait(q)")]
    [InlineData("a s2 = open_session(drm) {\nb wait(input)\nc close_channel(ch)\n}\nd wait(b)\nd wait(c)")]
    [InlineData("s wait(process: t)\nt sleep(1s)\ns wait(t)",
        "found 't' before its first call in line 8; one can wait only for calls above")]
    public void Whoever_has_a_call_above_can_be_waited_for(string lines, string? sentence = null) =>
        Examples.Errors($"{Head}{lines}").ShouldBe(sentence is null ? "" : $"x.tee:7:17: {sentence}");

    [Fact]
    public void Without_another_process_the_sentence_says_so() => Examples.Errors("target optee-3.10-arm32\np mdbg_check()\np wait(q)")
        .ShouldBe("x.tee:3:8: unknown process 'q'; no other process makes a call above");

    [Theory]
    [InlineData("p die(s)", "7: found 's' where die takes only arguments with a label; write die([fail_alloc: number])")]
    [InlineData("p map(s, 1, 2, fail_alloc: 0)", "28: found '0' where map takes a number from 1 to 1000 as its 'fail_alloc'")]
    [InlineData("p die(fail_alloc: 1001)", "19: found '1001' where die takes a number from 1 to 1000 as its 'fail_alloc'")]
    [InlineData("p die(fail_aloc: 1)", "7: found 'fail_aloc' where an argument of die is expected; did you mean 'fail_alloc'?")]
    [InlineData("p map(s, 1, 2, fail_alloc: 1, fail_alloc: 2)", "31: map is given its 'fail_alloc' twice")]
    [InlineData("p sleep(1s, fail_alloc: 1)", "13: found 'fail_alloc' where an argument of sleep is expected; the only one is time")]
    [InlineData("p unmap(s, 1, 2, panics: 0x1_0000_0000)",
        "26: found '0x1_0000_0000' where unmap takes a number up to 4294967295 as its 'panics'")]
    [InlineData("p x = die()", "3: found a name for the result of die, which gives none; remove 'x ='")]
    [InlineData("p release_shm(b)", "15: unknown shared buffer 'b'; no register_shm above gives one a name")]
    [InlineData("p release_shm(s)", "15: found the session 's' where release_shm takes a shared buffer as its 'buffer'")]
    [InlineData("p invoke(s, shm: b)\np b = register_shm(4K)", "18: found 'b' before line 8 defines it")]
    [InlineData("p invoke(s, shm: 4K)", "18: found '4K' where invoke takes a shared buffer as its 'shm'")]
    [InlineData("p invoke(s, sdp: 4K)", "18: found '4K' where invoke takes a range as its 'sdp', such as 0x5a000000 + 1M")]
    [InlineData("p invoke(s, temp: 65M)", "19: found '65M' where invoke takes a number up to 67108864 as its 'temp'")]
    [InlineData("p invoke(s, temp: 1, temp: 1, sdp: 0 + 1, sdp: 0 + 1, sdp: 0 + 1)",
        "3: invoke is given 5 buffers; a call has 4 parameters")]
    [InlineData("p invoke(s, temp: 1, temp: 1, temp: 1, temp: 1, temp: 1)", "49: invoke is given more than 4 of 'temp'")]
    [InlineData("p invoke(s, user: 4G)", "19: found '4G' where invoke takes a number up to 4294967295 as its 'user'")]
    [InlineData("p invoke(s, panics: 0x1_0000_0000)",
        "21: found '0x1_0000_0000' where invoke takes a number up to 4294967295 as its 'panics'")]
    [InlineData("p invoke(s, returns: ACESS_DENIED)", "22: found 'ACESS_DENIED' where a result is expected; did you mean 'ACCESS_DENIED'?")]
    [InlineData("p invoke(s, returns: busy)", "22: found 'busy' where a result is expected; did you mean 'BUSY'?")]
    [InlineData("p invoke(s, returns: 5)", "22: found '5' where invoke takes a result as its 'returns'")]
    [InlineData("p register_shm(65M)", "16: found '65M' where register_shm takes a number up to 67108864 as its 'size'")]
    [InlineData("p k = ta_open_session(s, tvp)\np k2 = ta_open_session(k, tvp)",
        "24: found the TA session 'k' where ta_open_session takes a session", 8)]
    [InlineData("p ta_close_session(s)", "20: found the session 's' where ta_close_session takes a TA session as its 'ta_session'")]
    [InlineData("p remap(s, 0x1000, 4K, to: 0)", "12: found '0x1000' where remap takes an address as its 'va'")]
    [InlineData("p remap(s)", "3: remap is missing its 'va', an address; write remap(session, va: address, size: number, to: number, "
        + "[panics: number], [fail_alloc: number], [retry: number])"
        + "\nx.tee:7:3: remap is missing its 'size', a number; write remap(session, va: address, size: number, to: number, "
        + "[panics: number], [fail_alloc: number], [retry: number])"
        + "\nx.tee:7:3: remap is missing its 'to', a number; write remap(session, va: address, size: number, to: number, "
        + "[panics: number], [fail_alloc: number], [retry: number])")]
    [InlineData("p alloc_stats(6)", "15: found '6' where alloc_stats takes a number up to 5 as its 'pool'")]
    [InlineData("p alloc_stats(0, reset: 2)", "25: found '2' where alloc_stats takes a number up to 1 as its 'reset'")]
    [InlineData("p close_session(s) {\nq sleep(1s)\n}",
        "3: found calls inside of close_session; only open_session waits for the normal world, while it loads a TA")]
    [InlineData("p invoke(s) {\n}", "3: found calls inside of invoke; only open_session waits for the normal world, while it loads a TA")]
    [InlineData("p open_session(drm) {\nq close_channel(hc)\n}", "17: unknown channel 'hc'; did you mean 'ch'?", 8)]
    [InlineData("p s2 = open_session(drm) {\nq close_session(s2)\n}",
        "17: found 's2' inside of the call that gives it; it is there only when that call has returned, so use it below the block", 8)]
    [InlineData("p open_session(drm) {\nexpect leaked == 0\n}", "8: found leaked inside of a call; "
        + "what has leaked is found out by trying, and nothing can be tried while a call is under way, so write it below the block",
        8)]
    [InlineData("p open_session(drm) {\nthreads 4\n}",
        "1: found 'threads' behind the first call, repeat or expectation in line 4; move it above that line", 8)]
    public void Calls_of_loaded_tas(string lines, string sentence, int line = 7) => ShouldSay(lines, sentence, line);

    [Theory]
    [InlineData("p x = close_channel(ch)", "3: found a name for the result of close_channel, which gives none; remove 'x ='")]
    [InlineData("p ch = open_session(drm)", "3: found 'ch' for a session, but line 6 makes it a channel; choose another name")]
    [InlineData("p drm = open_session(drm)", "3: found 'drm' for a session, but line 2 makes it a TA; choose another name")]
    [InlineData("p va = map(va, 1, 2)", "12: found 'va' before line 7 defines it")]
    [InlineData("p close_channel(c2)\np c2 = open_channel(t, 0+1)", "17: found 'c2' before line 8 defines it")]
    [InlineData("p va = map(s, 1, 2)\nrepeat 2 {\np va = open_session(drm)\n}",
        "3: found 'va' for a session, but line 7 makes it an address; choose another name", 9)]
    public void Results(string lines, string sentence, int line = 7) => ShouldSay(lines, sentence, line);

    [Theory]
    [InlineData("ITEM_NOTFOUND", "found 'ITEM_NOTFOUND' where a result is expected; did you mean 'ITEM_NOT_FOUND'?")]
    [InlineData("item_not_found", "found 'item_not_found' where a result is expected; did you mean 'ITEM_NOT_FOUND'?")]
    [InlineData("TEE_ERROR_BUSY", "found 'TEE_ERROR_BUSY' where a result is expected; did you mean 'BUSY'?")]
    [InlineData("nothing_of_the_kind", "found 'nothing_of_the_kind' where a result is expected; "
        + "there are SUCCESS, GENERIC, ACCESS_DENIED, ACCESS_CONFLICT, BAD_FORMAT, BAD_PARAMETERS, "
        + "BAD_STATE, ITEM_NOT_FOUND, NOT_IMPLEMENTED, NOT_SUPPORTED, OUT_OF_MEMORY, BUSY, COMMUNICATION, SHORT_BUFFER, OVERFLOW, "
        + "TARGET_DEAD, any, hangs and core_panic")]
    public void Expected_results(string result, string sentence) => ShouldSay($"p close_channel(ch) -> {result}", $"24: {sentence}");

    [Theory]
    [InlineData("SUCCESS")]
    [InlineData("TARGET_DEAD")]
    [InlineData("any")]
    [InlineData("hangs")]
    [InlineData("core_panic")]
    public void Every_result_can_be_expected(string result) => Examples.Errors($"{Head}p close_channel(ch) -> {result}").ShouldBe("");

    [Theory]
    [InlineData("leeked", "8: unknown metric 'leeked'; did you mean 'leaked'?")]
    [InlineData("joy", "8: unknown metric 'joy'; there are leaked, leaked_blocks, heap_used, largest_free, ta_ram_used, ta_ram_largest, "
        + "shm_used, print_oom, channels, regions, contexts, sessions, blocks and bytes")]
    [InlineData("regions", "8: found 'regions' where regions of a TA, such as regions(drm), is expected")]
    [InlineData("regions(mobj.c:1)", "8: found 'regions(mobj.c:1)' where regions of a TA, such as regions(drm), is expected")]
    [InlineData("blocks(drm)", "8: found 'blocks(drm)' where blocks of a call site, such as blocks(mobj.c:168), is expected")]
    [InlineData("sometimes leeked", "18: unknown metric 'leeked'; did you mean 'leaked'?")]
    [InlineData("leaked(drm)", "8: found 'leaked(drm)' where leaked without parentheses is expected")]
    [InlineData("sessions(dmr)", "17: unknown TA 'dmr'; did you mean 'drm'?")]
    [InlineData("sessions(s)", "17: found the session 's' where sessions takes a TA")]
    public void Metrics(string metric, string sentence) => ShouldSay($"expect {metric} == 0", sentence);

    [Fact]
    public void Without_any_ta_or_session_the_sentence_says_where_they_come_from()
    {
        Examples.Errors("target optee-3.10-arm32\np open_session(drm)").ShouldBe("x.tee:2:16: unknown TA 'drm'; no 'ta' line declares one");
        Examples.Errors("target optee-3.10-arm32\np close_session(s)")
            .ShouldBe("x.tee:2:17: unknown session 's'; no open_session above gives one a name");
    }

    [Fact]
    public void After_an_unknown_call_its_result_is_not_unknown_too() =>
        ShouldSay("p c2 = open_chanel(t, 0 + 1M)\np close_channel(c2)", "8: unknown call 'open_chanel'; did you mean 'open_channel'?");

    [Fact]
    public void A_name_keeps_its_meaning_behind_the_repeat_that_defines_it() =>
        Examples.Errors($"{Head}repeat 3 {{\np c2 = open_channel(t, 0 + 1M)\n}}\np close_channel(c2)").ShouldBe("");

    [Fact]
    public void All_mistakes_are_reported_in_file_order() => Examples.Errors("""
        heap 1K
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 multi_sesion
        p s = open_session(dmr)
        expect regions(drm) > 0
        threads 5
        """).ShouldBe("""
        x.tee: the script names no target; add a line such as 'target amlogic-3.9-arm32'
        x.tee:2:45: found 'multi_sesion' where a flag is expected; did you mean 'multi_session'?
        x.tee:3:20: unknown TA 'dmr'; did you mean 'drm'?
        x.tee:5:1: found 'threads' behind the first call, repeat or expectation in line 3; move it above that line
        """);

    private static string HeadWithoutCalls() => string.Concat(Head.Split('\n').Take(3).Select(line => $"{line}\n"));

    private static void ShouldSay(string lines, string sentence, int line = 7) =>
        Examples.Errors($"{Head}{lines}").ShouldBe($"x.tee:{line}:{sentence}");
}
