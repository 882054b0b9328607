using Multiprocessing.Queues;

namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>Plants one mistake into the blocks, from below.</summary>
internal sealed class BlockMutation(BlockModel model, BlockMistake mistake) : Mutation(model.Ring.As<byte>())
{
    internal override bool Drops(Operation operation) =>
        mistake == BlockMistake.AllocatesUnclaimed && operation.Address == model.Arena.Address && operation.Value == operation.Me;

    internal override bool Delays(Operation operation)
    {
        // Only an adoption writes over what is there.
        nint block = (operation.Address - model.Words.Address) / sizeof(ulong);
        return mistake == BlockMistake.AdoptsAfterRelease && block >= 0 && block < model.BlockCount && operation.Value != 0 && model.Words[block] != 0;
    }

    internal override bool Follows(Operation operation) => operation.Address == model.Ring.Address + 256 && operation.Value == 0;
}
