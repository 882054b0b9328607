using System.Collections.Frozen;
using Multiprocessing.Managers.Objects.Waiting;

namespace Multiprocessing.Managers.Objects;

/// <summary>Makes an object of each ready-made kind as it is made when its name is first used: with the defaults.</summary>
internal static class ObjectMakers
{
    private static readonly FrozenDictionary<string, Func<string, (Referent, SharedContract)>> s_makers = new Dictionary<string, Func<string, (Referent, SharedContract)>>
    {
        [KindOf(typeof(ISharedDictionary<,>))] = static text => (new DictionaryReferent(text), SharedContract.Of<IDictionaryReferent>()),
        [KindOf(typeof(ISharedList<>))] = static text => (new ListReferent(text), SharedContract.Of<IListReferent>()),
        [KindOf(typeof(ISharedSet<>))] = static text => (new DictionaryReferent(text), SharedContract.Of<IDictionaryReferent>()),
        [KindOf(typeof(ISharedNamespace))] = static text => (new DictionaryReferent(text), SharedContract.Of<IDictionaryReferent>()),
        [KindOf(typeof(ISharedRecursiveLock))] = static text => (new LockReferent(text), SharedContract.Of<ILockReferent>()),
        [KindOf(typeof(ISharedLock))] = static text => (new LockReferent(text), SharedContract.Of<ILockReferent>()),
        [KindOf(typeof(ISharedEvent))] = static text => (new EventReferent(text, isSet: false), SharedContract.Of<IEventReferent>()),
        [KindOf(typeof(ISharedQueue<>))] = static text => (new QueueReferent(text, QueueSetup.Default), SharedContract.Of<IQueueReferent>()),
        [KindOf(typeof(ISharedJoinableQueue<>))] = static text => (new QueueReferent(text, QueueSetup.DefaultJoinable), SharedContract.Of<IQueueReferent>()),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null where the text names no ready-made interface.</summary>
    internal static Func<string, (Referent Referent, SharedContract Contract)>? Find(string typeText) => s_makers.GetValueOrDefault(typeText.Split('<', '#')[0]);

    private static string KindOf(Type type) => TypeNames.Full(type).Split('<')[0];
}
