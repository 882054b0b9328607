namespace Multiprocessing.Managers;

/// <summary>Something to be run in an object's turn: a call, or a continuation of one.</summary>
/// <param name="Callback">What is run.</param>
/// <param name="State">Its argument.</param>
/// <param name="Chain">The chain with which a call came in; null for a call without one, which can re-enter nothing.</param>
internal readonly record struct TurnWork(SendOrPostCallback Callback, object? State, Chain? Chain);
